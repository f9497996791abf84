/// Single methods that run for every event or every name, measured by JMH.
@NullMarked
package filereeve.bench.methods;

import org.jspecify.annotations.NullMarked;
