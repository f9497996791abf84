/// Applies a changed configuration of a service: hash, check, apply.
@NullMarked
package filereeve.kind.reload;

import org.jspecify.annotations.NullMarked;
