/** Time, passed in so that tests can choose it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}
