/** CSS whose effect cannot be told without a browser. A check that meets it fails, and says so. */
export class Unevaluable extends Error {
  override readonly name = 'Unevaluable';
}
