/** Sentences for the error codes of the yaml package (2.9.1); they never quote the text, which may hold a secret. */
const SENTENCES: Readonly<Record<string, string>> = {
  ALIAS_PROPS: 'an alias (*name) takes no tag and no anchor of its own',
  BAD_ALIAS:
    'a "*" or "&" begins an alias or anchor, and its name is wrong. Put a value that begins so in quotes',
  BAD_BLOCK_SCALAR: 'a block of text ("|" or ">") begins wrongly',
  BAD_COLLECTION_TYPE: 'a list and a map of keys are mixed up here',
  BAD_DIRECTIVE: 'a line that begins with "%" is a directive, and none is used here. Remove it',
  BAD_DQ_ESCAPE: 'a backslash in double quotes stands before a wrong letter. Double it, or use single quotes',
  BAD_INDENT:
    'this line is indented otherwise than its neighbours, or a bracket or quote above it is not closed',
  BAD_PROP_ORDER: 'an anchor or tag stands in the wrong place',
  BAD_SCALAR_START: 'a value cannot begin with this character. Put it in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'a second ":" or a list stands on this line. Put the value in quotes, or begin a new line',
  BLOCK_IN_FLOW: 'an indented list or map stands within brackets. Close the bracket first',
  COMMENT_SPACE: 'a comment needs a blank before its "#"',
  DUPLICATE_KEY: 'a key is named twice',
  IMPOSSIBLE: 'this line cannot be understood',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters',
  MISSING_CHAR:
    'something is missing here: a blank, a comma, a colon behind a key, a closing quote or bracket',
  MULTILINE_IMPLICIT_KEY: 'a key goes over several lines, or a ":" is missing behind it',
  MULTIPLE_ANCHORS: 'a value has two anchors',
  MULTIPLE_DOCS: 'a line "---" begins a second document. Keep one',
  MULTIPLE_TAGS: 'a value has two tags',
  NON_STRING_KEY: 'a key is not a word',
  RESOURCE_EXHAUSTION: 'it is nested too deep',
  TAB_AS_INDENT: 'a tab indents this line. Use blanks',
  TAG_RESOLVE_FAILED: 'a value has a tag ("!…"). Remove it: none is used here',
  UNEXPECTED_TOKEN: 'something stands here that does not belong: a tab, a bracket, or text behind a value',
};

/** What a YAML error of this code means to who wrote the file; continues "the file". */
export function syntaxText(code: string): string {
  return `is not valid YAML: ${SENTENCES[code] ?? 'this line cannot be understood'}`;
}
