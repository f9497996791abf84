/// Rotation on real files: what is due, what a crash or a failure leaves, and that no line is lost.
@NullMarked
package filereeve.kind.rotate;

import org.jspecify.annotations.NullMarked;
