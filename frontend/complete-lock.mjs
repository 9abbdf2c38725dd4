// Completes package-lock.json after a change of dependencies: `node complete-lock.mjs`.
// npm leaves out native parts for other platforms when the registry in use does not serve them, and `npm ci` then
// refuses the lock everywhere. Each is named again here with its platform, so that npm fetches only what fits.
import { readFileSync, writeFileSync } from "node:fs";

const OS = ["android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32", "aix"];
const CPU = { loong64: "loong64", mips64el: "mips64el", ppc64: "ppc64", riscv64: "riscv64", s390x: "s390x", arm64: "arm64", arm: "arm", x64: "x64", ia32: "ia32" };

const path = new URL("package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(path, "utf8"));
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place]) continue;
    const parts = name.split(/[/-]/);
    const os = OS.find((word) => parts.includes(word));
    const cpu = Object.keys(CPU).find((word) => parts.includes(word));
    const added = { version, dev: true, optional: true };
    if (os) added.os = [os];
    if (cpu) added.cpu = [CPU[cpu]];
    if (os === "linux" && /musl/.test(name)) added.libc = ["musl"];
    if (os === "linux" && /-gnu/.test(name)) added.libc = ["glibc"];
    if (name === "fsevents") Object.assign(added, { version: version.replace(/^[~^]/, ""), os: ["darwin"] });
    lock.packages[place] = added;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
