/// Names of archives and which of them stay, as tables.
@NullMarked
package filereeve.files;

import org.jspecify.annotations.NullMarked;
