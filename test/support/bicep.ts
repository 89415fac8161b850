import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

await Parser.init();
const parser = new Parser();
parser.setLanguage(
  await Language.load(createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')),
);

/** The syntax tree of a Bicep file. What is newer than the grammar, `extension` statements, is blanked out. */
export function parseBicep(source: string): Node {
  const tree = parser.parse(source.replace(/^extension .*$/gm, ''));
  if (tree === null) throw new Error('the parser gave up');
  return tree.rootNode;
}

/** Every node of a kind, in the order of the text. */
export function nodesOf(root: Node, type: string): readonly Node[] {
  return root.descendantsOfType(type).filter((node) => node !== null);
}

/** Where the text is not Bicep: `line:column text`. */
export function mistakesOf(root: Node): readonly string[] {
  const children = root.children.filter((node) => node !== null);
  const here = root.isError || root.isMissing ? [root] : [];
  const { row, column } = root.startPosition;
  return [
    ...here.map(({ text }) => `${row + 1}:${column + 1} ${text.slice(0, 50)}`),
    ...children.flatMap((child) => mistakesOf(child)),
  ];
}
