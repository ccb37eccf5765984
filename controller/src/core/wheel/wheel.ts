/** A wheel: a built distribution, in a file that says by its name whom it is for. */

/** One wheel file, by its content. */
export interface WheelRef {
  /** Normalised (PEP 503). */
  readonly name: string;
  readonly version: string;
  /** Name of the wheel's file, e.g. `numpy-2.1.0-cp311-cp311-manylinux_2_17_x86_64.whl`. */
  readonly file: string;
  /** In hexadecimal digits. */
  readonly sha256: string;
  /** Bytes of the file. */
  readonly size?: number;
}
