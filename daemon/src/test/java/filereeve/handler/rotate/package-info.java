/// Rotation on real files: what is due, what a crash or a failure leaves, and that no line is lost.
@NullMarked
package filereeve.handler.rotate;

import org.jspecify.annotations.NullMarked;
