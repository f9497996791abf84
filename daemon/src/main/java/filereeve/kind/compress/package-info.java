/// Compresses files that are finished: nobody writes them and nothing changes any more.
@NullMarked
package filereeve.kind.compress;

import org.jspecify.annotations.NullMarked;
