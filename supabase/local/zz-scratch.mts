import http from 'node:http';
const L='/work/main/supabase/local/';
const { readSettings } = await import(L+'settings.ts');
const { openCluster, addressOf } = await import(L+'open-cluster.ts');
const { ensureDatabase, ensureRoles, applyGrants } = await import(L+'database.ts');
const { ensureCluster, startCluster } = await import(L+'postgres-cluster.ts');
const { createApi, warmUp, emailDriver } = await import(L+'api-app.ts');
const { serveLocally } = await import(L+'http-bridge.ts');
const { ensureLogins } = await import(L+'logins.ts');
const { stackEnvironment } = await import(L+'status.ts');
const settings = readSettings();
const opened = openCluster(settings.dataDir, settings.databasePort);
await ensureCluster(opened.cluster);
const child = await startCluster(opened.cluster);
const address = addressOf(opened);
const t=(s)=>console.log((performance.now()/1000).toFixed(1), s);
await ensureRoles(address.superuser, opened.keys.database_password);
t('migrate');
console.log(await ensureDatabase(address, opened.keys, settings.root));
t('migrated');
const env = stackEnvironment(settings, opened.keys);
Object.assign(process.env, env);
const app = createApi({ databaseUrl: address.owner, keys: opened.keys, appUrl: settings.appUrl, supabaseFolder: settings.root+'/supabase', email: { send: async()=>{} } as any });
const { runSql } = await import(L+'database.ts');
if (process.argv[2]==='grants'||process.argv[3]==='grants') await runSql(address.owner, 'grant execute on all functions in schema public to service_role; grant select on all tables in schema public to service_role');
await warmUp(app, opened.keys, () => applyGrants(address.owner));
const server = await serveLocally((r, peer) => app.fetch(r, { peerAddress: peer }), settings.stackPort);
t('api');
const logins = await ensureLogins(settings.apiUrl, address.owner, opened.keys);
t('logins');
await import('/work/main/lib/rules/register.ts');
const { POST } = await import('/work/main/app/api/webhooks/[source]/route.ts');
const web = http.createServer(async (req,res)=>{
  const url = new URL(req.url!, 'http://localhost');
  if (url.pathname==='/api/health'){ res.end('{}'); return; }
  const m=/^\/api\/webhooks\/([^/]+)$/.exec(url.pathname);
  if(!m){res.statusCode=404;res.end();return;}
  const chunks:any[]=[]; for await (const c of req) chunks.push(c);
  const h=new Headers(); for(const [k,v] of Object.entries(req.headers)) if(typeof v==='string'&&!['connection','transfer-encoding','host'].includes(k)) h.set(k,v);
  try { const r = await POST(new Request(url,{method:'POST',headers:h,body:Buffer.concat(chunks)}) as any,{params:Promise.resolve({source:m[1]})} as any);
  res.statusCode=r.status; r.headers.forEach((v:string,k:string)=>res.setHeader(k,v)); res.end(Buffer.from(await r.arrayBuffer())); } catch(e){console.error(e);res.statusCode=500;res.end();}
}).listen(settings.port,'127.0.0.1');
t('web');
if (!process.argv.includes('noseed')) { const { seed } = await import(L+'seed.ts');
try { await seed({ dbUrl: address.owner, apiUrl: settings.apiUrl, appUrl: settings.appUrl, keys: opened.keys, logins, log: t }); t('seeded'); } catch (e) { console.error('SEED FAILED', e); } }
console.log('db', address.owner);
process.on('SIGTERM',()=>{ web.close(); child.kill?.('SIGINT'); process.exit(0); });
