import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// The atlas is a bundle of its own, loaded by its page alone, so that every other page stays small. Built after the
// main one, into the same folder.
export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL("../src/zhunsheng/shell/static/dist", import.meta.url)),
    emptyOutDir: false,
    target: ["es2018", "chrome80", "firefox78", "safari13"],
    cssTarget: ["chrome80", "firefox78", "safari13"],
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: fileURLToPath(new URL("src/atlas/atlas.ts", import.meta.url)),
      output: {
        format: "iife",
        entryFileNames: "atlas.js",
        assetFileNames: "atlas[extname]",
      },
    },
  },
});
