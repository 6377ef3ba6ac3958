package cn.huitouke.sandbox.shop;

/** One parcel's number, and who carries it. */
public record DemoWaybill(Express express, String number) {}
