/// Logs that look like real ones, for benchmarks.
@NullMarked
package filereeve.bench.corpus;

import org.jspecify.annotations.NullMarked;
