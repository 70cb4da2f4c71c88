/** What may stand inside an element. */
export type XmlContent = string | number | boolean | readonly XmlElement[];
export type XmlElement = readonly [name: string, content: XmlContent];

export function toXml(...element: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(element)}`;
}

function write([name, content]: XmlElement): string {
  const inner = Array.isArray(content) ? content.map(write).join('') : escapeXml(String(content));
  return `<${name}>${inner}</${name}>`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
