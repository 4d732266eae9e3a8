// The webhook door in a process of its own, so that it can be killed without a build of the whole site. `PORT` says where it listens.
import { serveDoor } from '../flow/door-server';

await serveDoor(Number(process.env.PORT ?? '0'));
process.stdout.write('ready\n');
