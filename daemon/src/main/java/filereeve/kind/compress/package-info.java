/// The rule kind `compress`: compresses files that no process writes any more.
@NullMarked
package filereeve.kind.compress;

import org.jspecify.annotations.NullMarked;
