/// Writes man pages, also of what the documents say in Markdown.
@NullMarked
package filereeve.manual;

import org.jspecify.annotations.NullMarked;
