/** A cascade layer, by the order in which layers are first named. What stands in no layer is in the root. */
export class Layer {
  /** Higher wins, and loses when it is important. Known once the root was numbered. */
  rank = 0;
  readonly #inner = new Map<string, Layer>();

  /** The layer of a dotted name inside this one; each without a name is another. */
  within(name: string | null): Layer {
    if (name === null) return this.#child(`#${this.#inner.size}`);
    return name.split('.').reduce<Layer>((layer, part) => layer.#child(part), this);
  }

  /** Numbers what is inside before itself: a layer's own rules win over those of its layers. */
  number(from: number): number {
    let next = from;
    for (const layer of this.#inner.values()) next = layer.number(next);
    this.rank = next;
    return next + 1;
  }

  #child(name: string): Layer {
    const layer = this.#inner.get(name) ?? new Layer();
    this.#inner.set(name, layer);
    return layer;
  }
}
