const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escape = (text: string) =>
  text.replace(/[&<>"']/g, char => ESCAPES[char]);

/** The frame of the demo's own pages: plain, and plainly not the real thing. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(
    title,
  )}</title><style>
:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
.note{background:#8a5a00;color:#fff;padding:.4rem .8rem;border-radius:6px;display:inline-block}
pre{background:color-mix(in srgb,currentColor 7%,transparent);padding:1rem;border-radius:6px;overflow:auto}
button{font:inherit;padding:.4rem .9rem;border-radius:6px;border:1px solid color-mix(in srgb,currentColor 40%,transparent);cursor:pointer;margin:.15rem}
button.primary{background:#1a7f37;color:#fff;border-color:#1a7f37}button.on{background:#b42318;color:#fff}
.add{color:#1a7f37}.del{color:#b42318}summary{cursor:pointer;font-family:ui-monospace,monospace}
fieldset{border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:8px;margin:1rem 0}
</style></head><body>${body}</body></html>`;
}
