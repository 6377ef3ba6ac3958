package cn.huitouke.sandbox.people;

/** Something that a customer does with their phone. */
public sealed interface Deed {

  /** Follows by scanning the card that lay in an order's parcel. */
  record ScansCard(String order) implements Deed {}

  /** Follows from the shop's page. */
  record Follows() implements Deed {}

  record Unfollows() implements Deed {}

  record Says(String text) implements Deed {}

  /** Taps an answer of a message. */
  record Chooses(String id, String label) implements Deed {}

  record SendsPhoto(String mediaId) implements Deed {}

  /** Allows one notice of each template that the shop asks for. */
  record Consents() implements Deed {}
}
