/** The value, or the bound it lies beyond; where the bounds cross, the low one. */
export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
