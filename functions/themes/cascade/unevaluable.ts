/** CSS whose effect cannot be determined without a browser. A check that encounters it fails and reports it. */
export class Unevaluable extends Error {
  override readonly name = 'Unevaluable';
}
