/// Archives of logs: their names, their order, and which of them are kept.
@NullMarked
package filereeve.archive;

import org.jspecify.annotations.NullMarked;
