/** 22 Nov 2026, 21:04:07 UTC. */
export const NOW = Date.UTC(2026, 10, 22, 21, 4, 7);

export const ago = (ms: number): string => new Date(NOW - ms).toISOString();
export const ahead = (ms: number): string => new Date(NOW + ms).toISOString();
