// Everything here only adds comfort: each page works by links and forms alone.
import "./styles/index.css";
import "htmx.org";

import { startCopy } from "./islands/copy";
import { startFilters } from "./islands/filters";
import { startFrame } from "./islands/frame";
import { startPictures } from "./islands/picture";
import { startReview } from "./islands/review";
import { startPng } from "./islands/png";
import { startRows } from "./islands/rows";
import { startSource } from "./islands/source";
import { startSuggest } from "./islands/suggest";
import { startUpload } from "./islands/upload";

document.documentElement.classList.add("js");

function start(): void {
  startFrame();
  startFilters();
  startPictures();
  startReview();
  startPng();
  startRows();
  startSource();
  startSuggest();
  startCopy();
  startUpload();
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", start);
} else {
  start();
}
