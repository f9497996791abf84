/// Applies a changed configuration of a service: hash, check, apply.
@NullMarked
package filereeve.handler.reload;

import org.jspecify.annotations.NullMarked;
