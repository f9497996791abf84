/// A first configuration: what a host has that rules can be written for.
@NullMarked
package filereeve.setup;

import org.jspecify.annotations.NullMarked;
