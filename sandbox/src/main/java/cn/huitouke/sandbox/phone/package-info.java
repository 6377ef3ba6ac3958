/** A page that looks like a customer's phone: whoever tries the product out chats here. */
@NullMarked
package cn.huitouke.sandbox.phone;

import org.jspecify.annotations.NullMarked;
