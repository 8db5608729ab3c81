import path from 'node:path';

/** Folder of the programs that run the WebAssembly build of `@ffmpeg/core`. */
export const wasmFolder = path.join(__dirname, 'wasm');
