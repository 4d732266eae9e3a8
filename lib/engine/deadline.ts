// The time one attempt is given, and its end for another reason. The timer is taken back with the attempt: one that ran on would keep
// everything that was sent and answered under it in memory until it rang, and a whole book is judged within that time.
export class Deadline {
  /** Whether the time was up before anything else happened. */
  isOver = false;
  private readonly ends = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly leave = () => this.ends.abort(this.stop?.reason);

  constructor(
    ms: number,
    private readonly stop?: AbortSignal,
  ) {
    this.timer = setTimeout(() => this.ring(), ms).unref();
    if (stop?.aborted) this.leave();
    else stop?.addEventListener('abort', this.leave);
  }

  get signal(): AbortSignal {
    return this.ends.signal;
  }

  done(): void {
    clearTimeout(this.timer);
    this.stop?.removeEventListener('abort', this.leave);
  }

  private ring(): void {
    this.isOver = true;
    this.ends.abort(new DOMException('The time was up.', 'TimeoutError'));
  }
}
