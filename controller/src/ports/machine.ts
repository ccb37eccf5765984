/** The computer that local runs use. */

/** A graphics card as `nvidia-smi` names it. */
export interface Gpu {
  readonly name: string;
  /** MiB. */
  readonly memoryMiB: number;
}

/** A folder, and why nothing can be written there, in words. */
export interface Unwritable {
  readonly folder: string;
  readonly detail: string;
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
  /** Present when no run can be kept where runs are kept. */
  readonly unwritable?: Unwritable;
}

export interface Machine {
  facts(): Promise<MachineFacts>;
}
