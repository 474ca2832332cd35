/** The package has types, but its `exports` do not lead to them. */
declare module '@bramus/specificity' {
  import type { Selector } from 'css-tree';

  interface Parts {
    readonly a: number;
    readonly b: number;
    readonly c: number;
  }

  export default class Specificity implements Parts {
    readonly a: number;
    readonly b: number;
    readonly c: number;
    toObject(): Parts;
    static calculateForAST(selector: Selector): Specificity;
    static compare(one: Parts, other: Parts): number;
  }
}
