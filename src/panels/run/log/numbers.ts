/** A list of whole numbers that grows, four bytes each. */
export class Numbers {
  private values = new Int32Array(1024);
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(value: number): void {
    if (this.count === this.values.length) this.grow();
    this.values[this.count] = value;
    this.count += 1;
  }

  /** 0 beyond the end. */
  at(index: number): number {
    return index < this.count ? (this.values[index] ?? 0) : 0;
  }

  private grow(): void {
    const larger = new Int32Array(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}
