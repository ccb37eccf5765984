export const START_UP_LIMIT: number;
export function startUpFiles(): string[];
export function packedBytes(name: string): number;
