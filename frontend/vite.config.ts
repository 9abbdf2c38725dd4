import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// One script and one style sheet under stable names: the pages link them without a manifest, and the server
// tells browsers to ask again, so a new version is seen at once. The atlas (`--mode atlas`) is a bundle of its own,
// loaded by its page alone, so that every other page stays small; it is built after the main one, into its folder.
export default defineConfig(({ mode }) => {
  const [source, name] = mode === "atlas" ? ["src/atlas/atlas.ts", "atlas"] : ["src/main.ts", "zhunsheng"];
  return {
    base: "./",
    publicDir: false,
    build: {
      outDir: fileURLToPath(new URL("../src/zhunsheng/shell/static/dist", import.meta.url)),
      emptyOutDir: mode !== "atlas",
      target: ["es2018", "chrome80", "firefox78", "safari13"],
      cssTarget: ["chrome80", "firefox78", "safari13"],
      cssCodeSplit: false,
      modulePreload: false,
      reportCompressedSize: false,
      rollupOptions: {
        input: fileURLToPath(new URL(source, import.meta.url)),
        output: { format: "iife", entryFileNames: `${name}.js`, assetFileNames: `${name}[extname]` },
      },
    },
  };
});
