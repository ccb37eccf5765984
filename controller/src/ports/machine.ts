/** The computer that local runs use. */

/** A graphics card as `nvidia-smi` names it. */
export interface Gpu {
  readonly name: string;
  /** MiB. */
  readonly memoryMiB: number;
}

export interface MachineFacts {
  /** `linux`, `darwin` or `win32`. */
  readonly platform: string;
  readonly cpus: number;
  /** Bytes. */
  readonly memoryBytes: number;
  /** Empty when `nvidia-smi` is absent or finds none. */
  readonly gpus: readonly Gpu[];
  /** Bytes free where runs are kept. */
  readonly diskFreeBytes: number;
}

export interface Machine {
  facts(): Promise<MachineFacts>;
}
