/// Filereeve's watching beside that of other programs, in the same run.
@NullMarked
package filereeve.bench.watchers;

import org.jspecify.annotations.NullMarked;
