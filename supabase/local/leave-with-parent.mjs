// Loaded first into every part of the stack: when the supervisor is gone, even by `kill -9`, the part ends itself.
if (process.channel) {
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), 8_000).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  process.channel.unref();
}
