/// Path to rule: globs, and which rule a file belongs to.
@NullMarked
package filereeve.route;

import org.jspecify.annotations.NullMarked;
