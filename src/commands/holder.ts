/** Behind the name of the one that holds a lock: ` (pid 12)`; '' where the pid is not known. */
export function pidNote(pid: number | null): string {
  return pid === null ? '' : ` (pid ${pid})`;
}
