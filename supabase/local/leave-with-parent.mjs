// Loaded first into every part of the stack: when the supervisor is gone, even by `kill -9`, the part ends itself.
// It notices by a pipe whose other end the supervisor holds. Node's own channel to a parent would do as well, but Next uses that for
// itself. The setting is taken out of the environment at once, since a child of this process has something else in that place.
import { Socket } from 'node:net';

const place = Number(process.env.LEAVE_WITH_PIPE ?? '0');
delete process.env.LEAVE_WITH_PIPE;
if (place > 2) {
  const pipe = new Socket({ fd: place, readable: true, writable: false });
  const leave = () => {
    setTimeout(() => process.exit(1), 8_000).unref();
    process.kill(process.pid, 'SIGTERM');
  };
  pipe.once('close', leave).once('error', () => undefined);
  pipe.resume();
  pipe.unref();
}
