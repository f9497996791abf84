/// Proofs that take too long for every build: commands of their own, in the directory `benchmarks`.
@NullMarked
package filereeve.bench;

import org.jspecify.annotations.NullMarked;
