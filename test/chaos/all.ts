// npm run test:chaos [-- --kills 200 --posts 300 --seed 7]: kills processes that publish, then processes that work with posts, and
// says whether anything was published twice or lost.
await import('./publish.ts');
const published = process.exitCode;
await import('./main.ts');
process.exitCode ||= published;
