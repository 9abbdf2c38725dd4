import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// One script and one style sheet under stable names: the pages link them without a manifest, and the server
// tells browsers to ask again, so a new version is seen at once.
export default defineConfig({
  base: "./",
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL("../src/zhunsheng/shell/static/dist", import.meta.url)),
    emptyOutDir: true,
    target: ["es2018", "chrome80", "firefox78", "safari13"],
    cssTarget: ["chrome80", "firefox78", "safari13"],
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: fileURLToPath(new URL("src/main.ts", import.meta.url)),
      output: {
        format: "iife",
        entryFileNames: "zhunsheng.js",
        assetFileNames: "zhunsheng[extname]",
      },
    },
  },
});
