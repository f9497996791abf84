/// The live demo: a real daemon on a scratch tree, a busy log, a good and a bad edit of a
/// configuration.
@NullMarked
package filereeve.demo;

import org.jspecify.annotations.NullMarked;
