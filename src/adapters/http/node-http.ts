/**
 * Node's HTTP, not by `import`: an import asks a built-in module for everything it has, and `WebSocket` of it brings in
 * undici with HTTP/2, crypto and web streams (Node 22 to 24: 75 modules, 13 MB, 40 ms), of which nothing is used here.
 */
export const { createServer, request } = process.getBuiltinModule('node:http');
