/** A value without some of its fields. */
export function without<T extends object, K extends keyof T>(
  value: T,
  ...keys: readonly K[]
): Omit<T, K> {
  const left = Object.entries(value).filter(
    ([key]) => !keys.some(each => each === key)
  );
  return Object.fromEntries(left) as Omit<T, K>;
}
