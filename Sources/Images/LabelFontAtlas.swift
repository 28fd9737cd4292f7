// swift-format-ignore-file
// Made by Scripts/make_label_font.py from DejaVu Sans. Not to be edited.
//
// DejaVu Sans: Copyright (c) 2003 by Bitstream, Inc. All Rights Reserved. Bitstream Vera is a trademark of Bitstream,
// Inc. DejaVu changes are in public domain. Glyphs imported from Arev fonts are (c) 2006 Tavmjong Bah. Both licences
// (https://dejavu-fonts.github.io/License.html) permit to use, copy, merge, publish and distribute the fonts and
// documents made with them, free of charge.

/// Pictures of a font's characters at one size.
struct LabelFontAtlas: Sendable {
  /// The size of each glyph's cell in pixels.
  var glyphWidth: Int
  var glyphHeight: Int
  /// How far from its cell's left edge the pen stands.
  var originX: Int
  /// The number of cells in a row of the atlas.
  var columns: Int
  /// The characters, in the order of their cells.
  var characters: String
  /// How far each moves the pen, in pixels.
  var advances: [Int]
  /// A gray PNG in base64, dark glyphs on white.
  var png: String
}

extension LabelFontAtlas {
  static let small = LabelFontAtlas(
    glyphWidth: 14, glyphHeight: 17, originX: 1, columns: 24,
    characters: """
      \u{20}!\u{22}#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\
      \u{5C}]^_`abcdefghijklmnopqrstuvwxyz{|}~\u{A0}\u{A1}\u{A2}\u{A3}\u{A4}\u{A5}\u{A6}\u{A7}\u{A8}\
      \u{A9}\u{AA}\u{AB}\u{AC}\u{AE}\u{AF}\u{B0}\u{B1}\u{B2}\u{B3}\u{B4}\u{B5}\u{B6}\u{B7}\u{B8}\u{B9}\
      \u{BA}\u{BB}\u{BC}\u{BD}\u{BE}\u{BF}\u{C0}\u{C1}\u{C2}\u{C3}\u{C4}\u{C5}\u{C6}\u{C7}\u{C8}\u{C9}\
      \u{CA}\u{CB}\u{CC}\u{CD}\u{CE}\u{CF}\u{D0}\u{D1}\u{D2}\u{D3}\u{D4}\u{D5}\u{D6}\u{D7}\u{D8}\u{D9}\
      \u{DA}\u{DB}\u{DC}\u{DD}\u{DE}\u{DF}\u{E0}\u{E1}\u{E2}\u{E3}\u{E4}\u{E5}\u{E6}\u{E7}\u{E8}\u{E9}\
      \u{EA}\u{EB}\u{EC}\u{ED}\u{EE}\u{EF}\u{F0}\u{F1}\u{F2}\u{F3}\u{F4}\u{F5}\u{F6}\u{F7}\u{F8}\u{F9}\
      \u{FA}\u{FB}\u{FC}\u{FD}\u{FE}\u{FF}\u{3C3}\u{3B5}\u{221A}\u{1FB1}\u{3B3}\u{3B2}\u{3BC}\u{3B8}\
      \u{3B1}\u{3BB}\u{3C4}\u{3C7}\u{3C9}\u{394}\u{2192}\u{2190}\u{2191}\u{2193}\u{2194}\u{2212}\u{2013}\
      \u{2014}\u{2264}\u{2265}\u{2248}\u{2260}\u{2032}\u{2033}\u{201C}\u{201D}\u{2018}\u{2019}\u{201E}\
      \u{2026}\u{2022}\u{221E}\u{2080}\u{2081}\u{2082}\u{2083}\u{2084}\u{2085}\u{2086}\u{2087}\u{2088}\
      \u{2089}\u{209C}
      """,
    advances: [
      4, 5, 6, 11, 8, 12, 10, 4, 5, 5, 7, 11, 4, 5, 4, 4, 8, 8, 8, 8, 8, 8, 8, 8, 8,
      8, 4, 4, 11, 11, 11, 7, 13, 9, 9, 9, 10, 8, 7, 10, 10, 4, 4, 9, 7, 11, 10, 10, 8, 10,
      9, 8, 8, 10, 9, 13, 9, 8, 9, 5, 4, 5, 11, 7, 7, 8, 8, 7, 8, 8, 5, 8, 8, 4, 4,
      8, 4, 13, 8, 8, 8, 8, 5, 7, 5, 8, 8, 11, 8, 8, 7, 8, 4, 8, 11, 4, 5, 8, 8, 8,
      8, 4, 7, 7, 13, 6, 8, 11, 13, 7, 7, 11, 5, 5, 7, 8, 8, 4, 7, 5, 6, 8, 13, 13, 13,
      7, 9, 9, 9, 9, 9, 9, 13, 9, 8, 8, 8, 8, 4, 4, 4, 4, 10, 10, 10, 10, 10, 10, 10, 11,
      10, 10, 10, 10, 10, 8, 8, 8, 8, 8, 8, 8, 8, 8, 13, 7, 8, 8, 8, 8, 4, 4, 4, 4, 8,
      8, 8, 8, 8, 8, 8, 11, 8, 8, 8, 8, 8, 8, 8, 8, 8, 7, 8, 9, 8, 8, 8, 8, 9, 8,
      8, 8, 11, 9, 11, 11, 11, 11, 11, 11, 7, 13, 11, 11, 11, 11, 3, 5, 7, 7, 4, 4, 7, 13, 8,
      11, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4,
    ],
    png: """
      iVBORw0KGgoAAAANSUhEUgAAAVAAAACqCAAAAADe/UjOAAAlDklEQVR42u1dZUAVWRt+B1DpkJBQylZAFBUVRBEUA7tw0bU+ExU7QNfCdsW1FR\
      u71m5M7BYbRCQEBJEGift+P+7EmcsdHC+4uu49v+a57zln5r5z8jnnPEMhKEN5BhWlC/79Dr3cjAAdD/23HRo8FvyXl/GeM2aQIBB/bYfmU1cI\
      1PrQPk+e+XYzuO3MgPDNnGG1sfVZAOh2WArP1Nfp8p7LhcziUVRHArUsuEga4//Hf5wkNYX+Vq1b3HXxFGOt7skMGkNRRJZX2+tZjM5kUNRvxs\
      Z9EzgrtqIeM9cjKYqiVrKma66aDpcYoE9RFEXFK1RC7zQreOYkvXzbqeN4n1j694Q5t0IGA+yt2BMAAAr7/O/j6L3yszjiUYGE7Y5w19tnFcCD\
      LsVlLiav0505sGj/xagvPgxagyeIiEGT4s5fG8ug9b0jH2T7cNaVGkRUP0Qcz4CbHQck/M0+eDoijnarSr8FmZAHlwnU6uBeDw5doDOwkNr6Hw\
      /eP482XXFF1MpIrpMshbmVLvFyIe/guZB3ww2OBDjSquqIZNKaqIoKhGWDCGCxCvEFvGLxCZksV9qQ6Ig6e/nK5gU8YsAIPzJW67Eyd8zW3S29\
      KFFCKaAEX7wnbu+Dc6eitHDH9zDQ7jOLNlV/EX1JR9dvtokUarQZ8FIolwRjHjT5wLs7UFTZG7IT3tz1p4QmAHU1nwhGvupIgA/bu7JNxcAVBo\
      Rlp7rlmAz6ujDcyE6r6VXCuoeumiVLqETlTimvfsAmbH2evt5q6zvuA2sJNrQ8c7Bbkrt29xxEnNJnn+ktLKz0XE4edUN48IgJd70tMGroPe8i\
      Bg6knzHwGwtommYmB6LhBSKahwiV0FWVo7j7AzjEMyCoLyZyJRSx8L5jF/oyBarezwzSjuOMTlPoixIORb1Xgg/KvI4IKUxe2KbWFMKcWifRf2\
      Rm1z8RU1Tf4vHKp8OqycvFo5Qqj3FD+ZGFqnwoAHwWes7d7cingluIqLlfwKGrjB+SxenDaKsc6eVzi498hyJeoegXlUvNRkSjHazlHhUp6NDS\
      QpwpXmvCweshKRDLwX47sf1JXD8MMR4iEM/p2m6Xl0lgHx4cPqK0OyrUhvqsRrFt6ELTZ/y08fCEe2UAMEmeQ7HObESJYShrGeKJQg7ld0oy4U\
      A3XDqOAT3CTq9aq5XFGo92QvQfldV9OSK6NXmcc8NeZY+8TO4bFZLQ5pxIhy6qLhxtKNF1YqH+O9I2v9rjxA6tUK5DAyzfcKCo96O8mKGm+cTd\
      uRLa7UHOw0ad2HJtfj8rSJ9t8NI1Dynm0EmLsedeBoR76Wq6cpHT6sQjJrlrdclGxE+jq1a033BC/ZS8XJyPEeB6zWKRDh05WKRDL9vxbEWTDD\
      W6JjEoBAAAUqQgCwAAKjG24800zHq/RLkOPdlM02pcGveWzDRb3GTRatNCVKjKy4TrIQolC3MmQMcDYpPVfS8y4sQZ+OMCVZaJX/ir//2Ms79a\
      21v8uJtTSvpOSd8pHap0qDIoHap06K/r0I+/Geu2us/8kNjPWO/3zPK9yV5HrcYE4wtvR1evZNz5DMNJUjtZS3uKUrOaJWHg3a5Gmg5L8libhm\
      3/+1xMiqIukqg9m829HibqtYdH0bbxAADN5pCIvV8JlOvdMFGujdoMABGUNo3OAUBjZu3ihpeuhlMo49AxsQ/iG3RiWN1emREvEgaL9pUkbNAS\
      OT9PGk04MOPEoaQGv3F4n5vJifSXg2aNkAAASLYM3cjZ/DF/z6otNDjrVvNm6p6ME6wt44xZ879ZhIieQKCzDDjT0vra51PNFijw7lPd86+ayb\
      U4rAeA9Q40MpxC0OCnPZo/i/cfO4+m72qvQXwJNBWVAA8Rb1IJcufPJWbTz6ZVtQ6IljNfeDbetMbct8QPwTXYy9u20hQFndciIp5u9MUsgrF5\
      +SOiJ00XSKxHkXl6+SMiDrGQEIhvw1LSOc/Gr6VDL//omr99EbDNsLyDWfprtaRoklUIotMy+n5+iIihajFSgrnn/vjMDS0saHoUKADAxyJeZv\
      LKRm7pe6IX2AAAwCBKGmYCAED94Pg1UY4tN6XTcQ8t3cqmC1xvc6We5m9tnmxaDgCwcUJFv01EtkW377WUXr2M+b3kXX0TXn/tweSmExWeNe+y\
      q6JQ4zh8HYS2tKSR+sJZ2dz9BgAA9FO5IC2hWR4AViwT7OSdmOBJ7RUxax0Ig7JKjZDSmaGGLxhHsr/mWGKByYHcE2r30DoTMaFaAaaa5zLlAA\
      DAl2YarpDcIFNi3kA4F5MhOaTobyTShbLkuTQmiCmhujrPBG2ByXqfHM6coEtooKTpLKaEXqGrt+UCaQn1NPmQ5e/CLEQcouo09KaMRLzOJSse\
      W40KF5q6Fp8faJu2YTLduTjU4Fopc4iv2FvDuzrk5GgAbImrSBl92M+1hcVv44ZIr40hoWS+cWBEtKFGZBvaDYh0/dkVMGlMZzEldNCQVg8EjS\
      Ydhud4cXP2P/9MAN5zFieZAIAKpN4Za6Y9oYDpRKyPpyfbqjcVcfcqEx5d1fWxnRkjp8q/mFjVz/Zx+Ah9adQAYqnYKAks8o/kn3ybNHSwGkg2\
      P0fEC0SdV7HtR/c7da13lbzr7qq1vvZgctOJYzZWjvS4IWgdfXgksd7l2j6QuZ9VKADA3uK2AKACRtZrk3NWFTagrSsuZV8aG6BLo8U1yBz5CA\
      DslsSGxElLF0POBwEAwJa8w5Gzbdl4M125NJqWlyvuDTDb3W5W60UAZ6EeALhFRHCL4TH76Geh1m+ZHpn7PPAAayt8PXXnqq8u4lHrtkx58yX5\
      qiIuDZruFSZka4mTeTV03zv6fqtD5sSlhY4JtJK2oRHtDbScjjJtRUwHjZqrBPr10ijeUkOgC7mQUD2eA12kCyBd/Nj2jjLpzRKfdzpX1rBfks\
      vaKln73iNbTdgmt73Du92MKtr2uS2ilx9fokVdrXGcvEME24ZK6X4tDo2HZbTxqqd2pYbbvp1gFk3xlh42mwe/+xK13jkHf3hwDvqpCGZFw7Pl\
      YR+r2A/r8qPnvXi35RkPJcFcfqH3jaHzlYy9km1SOlQZlA5VNDh+ZQqQRKXK/b1woI7dv9Ch1pSjoM2TZia/HtZ7fCn3Jzt2L/6ZoEPbU5ROC2\
      5accNLV8NpB0fcajrsZkxvupsYdLguvc6np5rMdmDrNQAAptI9zV2ldI/7GAAA+KsGAKyiLgDkqZ+BAsdpABBsI90a2LMLAEha0+v7F+lMnzPE\
      JsF6kZuSAeDiLZl/MpwS6LFHDRgkKW+HPnbWExyLoZc/ZozRZba5nqo0+33qDr0/2LlDzioVZrZQvX9c5vmO3CC2J7FVzmo1ImIV6V6SUxqfEf\
      ENJd139QxiELvWn4Z4oUIW4jPNK/hQk97H8sliHeLimtnk3tVG3ejdOVZnStkPckuLBxdVXqu565uH4Q1CS7cnsnwWP4wR3OEmdSjmUEeRR5aq\
      vmMnY8Wq9J6vJP7mvlIcWmy5ChEnN6dtZluwSP9gY8TpLRERgy3ja7EzlDCtFw+17hKZFndtxLiX51CZHUsyDt1f+QFe0Lv6dRd2Asp6voR16A\
      xXnYbhDMoYZ60/nH23Hzrp1F3DOjRrnKVepxg2E96m1fgOOnVX0TFlHfocbiMiFlUM4UqoGr1DTVKz2608UQ7FefaIX4yZmbbvb3inToFuGjaZ\
      g4go8TRw53aITXGsy9swOsmCnerzHCqzp47v0JtV7iLiGbNXIkpl0cMau1mHGlzOWKz7kSEWXJ9/3niCsbXsmRzVmHVo9w7RGZMaMo/txyuhLj\
      4f3zblOTRjnE4S8snShSxBUPEk+yb8alRofliMQxPUbuM+fWayvs0UF47G9ofTVaWFYQNs4hJ+qedM7r/bpPUA5TpUZtenbJX/lvBXX66EImLd\
      jVLwHiKJSFGQjHiRcWgcJCAW6z6V59BISEEMo2OqAMBflPmdo1VkyFIzhpz92Hkusx5lsSYy1bf3FbltcYVCAIACegHBvNMm2DRAk7Z5JL241A\
      bcw65oNAUAeDdt2DSOOq5Y144YaoSN3dVIoLXvfKI8upODjbQp/3gW2gKALQ1jVKsTEeO1TADYH96BBUWpZsbIyzJB20iaETNs8sfs221YclZK\
      liK7Jmu8+e0WLrGun7V8BtY2EgBSPzP5jtj/6PJwxlat1qlbraFNWFirCgBQ9Fu/TV0Gyp/yvuoV1E3IFR3Cs8ruz+R+fyRKgouAcxRANH0gxr\
      r4LRGzas5HgGgGWamkIiJ2lpenRXYqEVOWITxRcXbsp516SwmGcKGldCUw3vtiWvoGlQtyq/x+7WPZsb3qFzBdi5VNC844ytQRsVjfdAUi4oz6\
      uZhh/ae8XFJseVvs+VUe3Q6Vvcq/oy7l37RkN6g2qHwlc5kO04Z6t3yRvoltQ116cy0jYjfv1zl3u+XLbUObl2hDyXDVUxuo/STlmmW0gd7F29\
      ZA12mH/DYUtzfQMvPhCNMgIDbYH4aJiNgFniLiJc2niHhd86mcXNYw9VKuQ3mnjxRtQ5dVqdhsPOfQ6S7ajtfYnd2jq1UekU323VwvnznZVsuZ\
      peH5Do1tr1NnGWQIE8wfq0zHnyHIOPSVcXH5dErfI5wyEDj4BQBgvGXp5Z9i7tmBN/WsrX+HmHo2/3mmyPsPZz2Z5vPL8qEx0p0XA7f/Y3f85H\
      deq8diDSXBrKTvlA79TzrUUfQ+C37MZpuV7hNRQvlu+q85Lb+D9gDmmq9lsb2iw3OFHHr7f8Lox4bG/0C3ffbhm1D5lkHpNuuVbei3T/VtzIVM\
      mg2TxTr0dRvd2udFVvncrp1y5LevE1tq17vzZ1W94RIAcJxF5vnxN5MqA9PYmAEtdRuxDEuit269texSmGNga519bJ6rbLRaPmSAz4PBFKFPVP\
      UiQDyVLgVrGgLAO1WaCzpcG2AWFQ139IoA4EOVXQBD3WnGbIM9AESq0foyZ3kb9QGgqJQCplIk6p0gNrC8kxNkwpDYzrwDsXzUIDSx8cgiAZv1\
      /azBOsM+vTE9gLJ5tuqYEOveUT6py6dxG5jeYPPH1xXC825N5kQTtvFOwV9AjGM0CNIqPUL8ow1zLlrlPTaruRGDpAIMF3Re7KiSyBDvuuGIk9\
      oTGc1txG0bTu/qyxlItRVExB1VY0qS1fKWQBr8iZgG8WIcOsNmsaBtBeJlKhvRdzrK5PkW3iFGwAd5pC6fxsUG5OataK2n5B1KcSj2GYcSK3ZJ\
      qfGWDL0tvbA1vYtwdk2dMDadX3/MNyRI8u02iYRChlm0sEOL3IF1d1R3A+uAV9mbFpVwqAoAmABoQJ6Y4rxV00/QZgygrqkFoJ4HMnnGqVkD1I\
      A4eaQun8YFsCRytNk7pfGQJ6Lq2eDdBZfSe7Dz/IuXm3e8lH2L7qZHvm/Yho05+tCng2ocrXl+2mlTruP5aFOKyNeJh0/ZDmvPwJij2e7W1waV\
      sVNabN/287e39NWKYgGioJo8UpdP4wJfkqfz2btt3HLlP6pGHsBHFrVTP7ndh1VZ8rx0oa2p+UrDugAAIBnoHckdmajnvH3DIFY46nH/w3XIQt\
      EjQvhvvGhuzz7drK66Df76kBJqWkaHqu22c//4zQ61dfNLjBvXgT3+s+Fq1vL47tLr6i5jUqJnyE93ISCqsDiPXVM3e0r2Co7b0t9P4/7G76uO\
      DGGRa2aoJ3guowtoUNzOPeO5bQmjl95kx4Lvvde78G6pVSD8Nwq0vsOwSSWkjVv8t9Nb2g5OFtxxueGB5rtPMeJN+7Orewucgmml38Eg+AC7QW\
      TqGQ2il1+SauHdg6jzV224cwGVXNXtoW2m1KGXlx/Uaj21Nzs26a7izu5s/zuhF7+XVytF1axYTWQvX1og+fnyCiU3FwhtJ/guIb9yKWeGzhjE\
      CHVKmZ6TxGRfeglNfGv7qw3dca1GT2Grp5vdAPmW7YafRopqFUszhnfo5fqrOVRTf2uFUtxxVMgyaJC4/JUEs5IPVTpU6VBl+Mkd2t/nFRVV3n\
      lSVLnkebhpWjkPI0qGvsR1gZ+piVyNRXxqnIgoabFJ7qhtsyUFFwTHammTrSpYT5ESG1ZgslLsEJJMxw+RjfTnCSQKhYqtuWHuI1BrSsh+Ynjr\
      dKG7JfkYAlQXs70H4B6Wpn1HOnSDyfNkZttJdLd8RJyzldls0w8xxEv+MFh/eykSgR/sg94VvFvoQNM8sbWSxflTJh3vkY+kubwWECHEVFdSHz\
      HbY6+423UAcMmrLiqq1z1yYM/XBYddjQ46cYfGb3vUM9nATKZz29oYdA2h9RZg+ttLqYsE1pz6bLwvXCnGrGvcQ8fGeMMYACgcamD5hiBHcCpk\
      Bgmm07LR9PbaMEbOtFCFUhGcNV52a82BfdopXkIReaQ1XC+fNnT/qGldtnDD23RdzqQ+MeV0tF43eiYcpXbXb0J0NbkeTbrW3ef3bIFbftKr4T\
      MzHf/XXC8N4NGdZ29tOdKjaGD0R3ddoXSuMCmn+b7meiVbvbmzrDzrcoNwijIrZs7u54z/TKq5+GQ7rBPnGrvyaUNbBZBVXguAkOYNmIf40Imz\
      epumy5/5bu2OuX17CNSPJ0suNEVExMVPEXPbVurscZ3bAT/8Q50thAiHNATS6TAYoEk0Ln769UrIVfkNABBCcMiVGr8USsQnrV81I6v8UA/Bex\
      UCK8Ahncvrk7IosXVJd2d3HYGoz9Jie159XuFGgyiKOpmkTzEl1IfU93e+dEBjshC1aP7SLvJoPgC8MQfQOJ9//KKrAB9K94aTmHQAk+6kacIb\
      828pMSMQkVu7HYT59+qIS1j71iORpCYiziGqPGZlkGzwK8GEecHG7WxzD9Dur4E425l8ViLUu7Cg/eQAgWyMMqL2zNOnNt9KNwSIoSiKaMOP5o\
      69unaVULpwgKYBQ26mG379T5oWKVJdvwCQviCPlm2+KLoNLZCQyx8jVx8ueDRLbtx4nYuxnw+PeyjXyN8W0OShz0snoXuuHXl9d9rL2OFrAMAa\
      EZHrM9R22JpczhRMlzI0t4XTiDXfbcAckpq6ANLLOg6VUV3e3kDF/i47apOuWQg0HrOdhZe0UuqvEx5PjresYDkh7ZupTLHpFNW/t/C3MlnRqi\
      Y3uhU7bOKvepaQse6rCG/Ld2gV0O6Zif+2YCEzFynNob3j5P+u9n3qTtIvMS+vEQ5Cs1u0PDFKiGBWl6VE9ykpjq+Fdw66p5UEs5K+UzqUCxKP\
      rTw8nWxx5poSewav6gduXiLUUv2uO13c/TKq88mDDoQmKfSoJn+oBxfq8dbhE6u948DH2k4Fov+ti9MLR2H6rlxCQh1yafh5g1wOPG6T6pzAom\
      EnB5twh1aX1cZK3OesbnZPbxYr7n43ncmNWwe6EWD3yNcurCoo+vZ9yR2SnTqfzKMPeeC+17nVARyqdHB+A+GbP+l+rMrcHyiEJTq8Cdja7ZjO\
      v63KrzAznCxgjaGo+wAAfn+VRI+pCs7xLCoRSGVlhVEtVb1GhD/v0woa7QFK6jPLKjKLQ+PJZxaPfChK3apvOJsnp8isAk9WXosIOy7fodZSRb\
      1rT8eWRI6YrhPOohKtCk9ZWVFUcHnCWSLTYN8zUIhSseUS+swoo8gsDikaBmJWWG13RpqFUGRWgeeta5p35vbjz80plmU18sZsVpGD9mmneJG2\
      GuQc+1zlde+elRkds1mafptFCUfnct3VqCHLa2naLezzw+p2hRrzxk2g9XYGZW7jHFr/SuSHE/XYeBU905+O4KvIzPStLQ/5ZDusk7Fxga+srC\
      gKGas2OoRFawZwG0kV11kux+D7mSY7SEVmxD+rGIyXcD3WGrukAX1J6vS2cxG+qPI3h1Qpq2M0VcvaZPt4nrKyouid2RdMMWI4gRzzeDzDkB6y\
      +swAIKPILA75l9APFYP0AMAF8SOcpNVEOUVmFYCJSWnBlDB1GjAyRDVnRxcCFX3xPyKlam1ZGwDY7eAS8pWVFUWbEytRxql7aLTjQ1WqAxQiYl\
      BJfWZ/RBlFZnFIsZDedyCGE3rQhCKziizFuyj0ylCNPeQovJs9rJupQiBIfrC4pK0whdvOy1dWVhQVb3+OiBfoNQH86x4i83WGMugsl2PYXbkh\
      u5jBKDKrgTV/JPolTN1+EYEfnb0ND6dOhY0RdjSCAxfW6ZawFfpWd2cTscrK9mVBp1XrAYDbq8eOAACnCxuTHMT67tpDLd7tafDDeqWi9ztXbe\
      ZE75fYaYmaKRU2vo+IiCP+ZlG+tAGRsQ1rTPCffGVlRVFnGo1GRESP6ciU0PqIJfWZgVBkFo8Ua0OxL0DFar2ZxUVSkbm8Zkr5Oqfa/eOFpONe\
      vV+WHKlkcCr7Ua9/9tklhpd+XbaJOnClyogh/+ij39W50ejnc6iSYFYSzP8Ch76vGscbEDQgGIni5jWIg0kBZme6vlbgNms68uC9msTa+5Nq3Q\
      TTfbZ69k9646BhqzLLwUn52K7kmGAp+T2HBYuve3PI7qlja0LmcZqU/RERuh4kj6E2vUXsQHV96beT2GsZ4UssYw9fI3jcaKyp4agv5cyKO32Y\
      v76MWcB3XejOKfhuWS+wi05ssYLdVtH4OM+a15IQ1HxtS2i85dRrF99M6P01Tlwg0qHTfSU8vKJDHufQ8HY66o3YQqIo4odrbXX0XI91OiZHW1\
      Q06tEZEYtbDZU7tHYPxi/+HVj42f0GYSzuTZwAzG71ZuoGFp0fc7LyaiE3HTBwE7s9Yx7vXN3Bbl+4EkqrLtNrIoqibLeXiHjTq5jReHz/aata\
      dyyLQ2X0mb0AtJtfYQ84bits7nMVf7oA/E/UKYwQV5s8wksG0qZSYuWHiP6uWollcaiMPrOXP2ZM0E1iHXrOhqt1fGXl8kJgNOR+R02zCfkoq8\
      /MU2TmIZBRXVYUIeIWw6UGtLrwc7iN+MegAq29ZXIoX5/Zyx8xl/qbdegpnQSyoyOUlcsRwcTUBK9pKKvPzFdkJpEKpIAFAICq6UcAUBgBwJDe\
      Uyd3kl6mQVUIfra5glFM2YYgQQW60/hjEmJHrkftFoRao2rDsce/A7Jabmi+dDNA7PFt9fSHe9OG+L832+gufftcDlLhf6JOYQQAWw8uXX5Kem\
      kJyVvP7VWVJEq3xvL1mcUjGX1mgMwZ2tyR+UpXOrRiPMpXVi5H9F6Fohp8ypTRZ+YrMvMR3d5hqGoM1/p9O5JpQ+1btsxB3EOr4bcbhYgpQLNd\
      4hFfQ9cLQMs5jOuUELHTRPpIkerfmZJgZrdqOaKF9WnEVxB/L1VklocA8bhUdZn+toKiKNvtBSLebCdtSVbC+IRPu/RpG1+fWTyScShv2NRgG2\
      KCHb2pl6+sXD4omrqUd7nXkOmJGacHo6w+M1+RmUSAvE/UlQGRIdbpYhcTwsbXZxaPSnVoFTAayXier6xcTshco/PHL5Oq6Hd8hLL6zHxFZhJ9\
      H7YJU41/Qd5DFJ/9fdgm6lf0pzg+W0nflTOfrSSYlQSz0qFKhyoDwLdoU8s6VNLRnhC0c51+lqIPSqa77OdFLmy3kgPva/flQCp1e6Q3GXW409\
      OgYywKNjo36gq7wtLvD/4z+A3nGvIcZ5d8ztK3diSx0d108xprcf3x0In8H6b25w7Tf3FtShw8r7FyO7nPqbjTYoE8s6kr40XtKkXEwNW3OxbJ\
      Jfey2l3kHfkjThvme0TMWy7ICsYtUTe6ycGm8R523LfCigfzaPHFYwjy2/fEoSEsyHB+YTtQEVJS4reMhGuHEPoSw/af7ieYcFhwaZJyP3AJ5N\
      SF1LozvjeXe5Cb8yMiYnxGuWavmENVALL9rfS937NFm4dKU2QuFW2vFbmI/UJXaYrMiiJ+SO5nYjKiF3Mohi91IRrx9ZkBXhBa0TK2116VKYpi\
      VB7POqpTplwb+nvkldg63ZlNy3ykaPjt472MsVNZuHNx0u8DmIayT8bj+3GsZJ+iCAB6Iatc0Dvz8d1D2g3K9tD9Y28AbGxrxeAN8+P7dkyRZ5\
      P4VHwR79mEOQj6v+5pyJ5ulfl8nczH7EpTZC4FvYNoxCiIYiqPsCKzooh/hDsKonFgIGvjS12IR3x9Zp5WNN/2Gt4jRgAj2NwrKI+o8qWRpYqG\
      WDUbAAtgvyssrMisKGK/JxYEABBfwWZ6zT8groz1SkafmdSK5tuS1CwBqrP/z2elRmtu2MT/fF1pH7MTH6yKYgDegI08G1+RWVEEAHCIYg4KWR\
      b+kRX4BmhdZxl9ZvGIr8/M04rm2/j/75PPuvwrxLBJmCxVuMpjxw4Jsa16k/1lHkt5u3l/iHVnV9QVRfxe3sU8KdadFeXq1f1zjCdbkcUj3G9C\
      ccQ8/wOAfFs77w+xrXoyeyfUt2aTwyZhslRxh34ebFJleKZ8hyb6GBn3Zw+CKop44ZGbrz5he9tS024d6ybxCAtM2xDDJt4HAPm2VF9jk8Gsxt\
      I5Z21g/h7grxA+JJVPPjx9ZplxaKnazd9dIuMfDmbltNBQij5z6drNXPg1HFpOoTR95tK1m5UEs5K+Uzr0P+7QBNWzZcxpjqHxQgHTFP35/x2P\
      0r39clZuwwqgisCQIKu/gUHPz/Jtm2zfvrQQIrzCVGO++9BpocbWn2N/KL0hOFdE5DkOMZ88AuTbam1AXOUglLL5MsUebz6I/BhJVs9WKi5+3I\
      Z/UjL4Hw10lX9dQ0NEab410Kpyk1i5poQ37gAuTz8JpKx3QKHqI9ny+0ZxMQuNd1AniyXlXoETQ7pKjxKP77vr01favBC6yudkIf7B7lCP7axT\
      /UzATHo+2SITMVrtPTu9zLtqyk4xedRXOJWPmAb35eWCmKPHKTzSkk2PpGiI1S7EP2oxRSvUvBgRP1a4LYWnrTK0IvgloO8e+iLYn2/gl0kSBf\
      uT6b4hPJjTWLXZAilJ93yWo6rrkucyMYiVoyMWCdIqf9x+OSJ7ckbSeFB6qGn1Z1KU2+wvxGlduPm6C5hHyXUozcdfk5cL4maouIR4jE6zuSfa\
      q5WZpM2euWk5VcrQDKYP48zCAWP5f+GxxZ+IiJKptd+Jcygdk073DWG9hXaPraSAedz6juq20kflf5OO5GYB8YAj3mU3Xr+GOMSqdgzc7YxfTM\
      5wDi1KDDSWS86GqyFiLlNCZXLBJm37O8l3KGLzzaObsgSEmnTH9xKpymSCWiSG6dOtO/fF+3uIyC6vwMuvOPQEL903aIuuM9fpsZUkCWLXsQ4N\
      OpbxeJyZUX9WAT7Haj3bKeVXfj6J+WYiXlFDxC5z2Xg6UftsJTxGyeyoPIcmwAfE1/BJbi4PISwM3go4NKROhctsGYA7+EZFgrvVpUdXXBAllt\
      tkSuhyRETJlDpiS6g0Jp2OH0IBCO1/8puzoYgouT/bSbXpPOmDRwQ4qLosZuqctISm7WbPpU1tWsz18qOnDWZv8QqSsdBsGosHzG+9hE/RGTEr\
      yxYnEZ+x1FetA4ibHOTnMrwJSmyILzZ2n0X8qUwNjuPMh5N4GeJxhSUiYrHlJkSc2fyHtaGImLCxs7T2juu9k9inPP8oWUJlqjzeVeeIKYnd0P\
      RFOrVyWKrPTJ2jIJ3rP8n5szJDA1p0TUnpx3Y2m+q8i7QOlZtLpvYhxDkNuceZ5J3PgfsUMRBz9/7k22RmsuMIRMRT6umIGAlPRf110oVpI2NU\
      00aW98FF4fDU8CZvHOrKrTHhSzctqzvtddhOw4z4Fquzm7lmE/awlYxi8R8GhkHyc1lfqxgxRuUNa41pqvaIBR4O1bhtCJEuWp0TnLW9UxARuz\
      A7S77ZoVk9W6q0GF1YNi/xW9tS297AbeI3OngEC7HyFhfK4+WerfSu+vnyLzMLNLb80IH9j5v5Th9tPXheSrnnG5A75MeSIz8q7IkOhLH61m9/\
      GW5ESTAr+VClQ5UOVYYyOTT0NvlD6O31z5RuKYtDY5fbEzh2ecFu4ntDkQ0hYDWLtquD63jSRoR9FZTOlDp0/z7yu+n7953fT6zVz3JP/IvbWR\
      7bCt67ETYyo6i2SmeSa0oCwSL4BGSxyO3BiyakjYzpflf0ZGKXoX0UMWU8n4WJF7PwFwk/YByKBhkwmP0OQ/QAh9vrB7d7dEYLAODisVp+Ze4n\
      s+YCzOC+ChazLnM4e6jw+TaAFj1Y27ZbphP1OfTQYRgLUpPsvkMJ/R5BogvA8YUzn+MW7Rd4YB8i4lvPwhWriX3QxAdIv/LB06WViTLf4/Nnjm\
      9Jd4sv4FZqCz5/HsQS5ni3V8EOjqo8PgqXcAzA7qG3/iVzeWqdoX0gi/IMwFmiA3p5AACXu6j1Yg83MLr5dOiPH4q48Qetos+ES7Zkn/hy4spC\
      FpyvvHwCJwxXQR+fc7nW1N16h0OJNaHmOe7B8tNRoU7pnw++qU85AY/ufnsGLe2+d2E7AIDCCrTqiNwg/MHThChyZ5xJxNZK3NAk90sw7xzYxm\
      GcDkxivo0O91HDfvfHH+EOiNWu0Z76eRzKH2DNqQPwjHoGUGdOiZguE96G+K2I/MscAMDpFtxpLJBlaR88XTKCSubSoSoYc98tbKwFWsRnZ4oO\
      EAdJ7ti1+50rkzq7Vzq258pyEfxEbejcdliVPU6Bs2sjRkAEYu3ZX0m3xG809+1V3gdIv/bBU2K3y/WBQ0YQo4a1YwZz3DbeWEUkyhk9biC3Hp\
      A1ZOhCru3NGzup+Ofp5VsFawy8+58chirpOyU5onTofyr8H+xqdxoO3wHMAAAAAElFTkSuQmCC
      """)

  static let large = LabelFontAtlas(
    glyphWidth: 19, glyphHeight: 22, originX: 1, columns: 24,
    characters: """
      \u{20}!\u{22}#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\
      \u{5C}]^_`abcdefghijklmnopqrstuvwxyz{|}~\u{A0}\u{A1}\u{A2}\u{A3}\u{A4}\u{A5}\u{A6}\u{A7}\u{A8}\
      \u{A9}\u{AA}\u{AB}\u{AC}\u{AE}\u{AF}\u{B0}\u{B1}\u{B2}\u{B3}\u{B4}\u{B5}\u{B6}\u{B7}\u{B8}\u{B9}\
      \u{BA}\u{BB}\u{BC}\u{BD}\u{BE}\u{BF}\u{C0}\u{C1}\u{C2}\u{C3}\u{C4}\u{C5}\u{C6}\u{C7}\u{C8}\u{C9}\
      \u{CA}\u{CB}\u{CC}\u{CD}\u{CE}\u{CF}\u{D0}\u{D1}\u{D2}\u{D3}\u{D4}\u{D5}\u{D6}\u{D7}\u{D8}\u{D9}\
      \u{DA}\u{DB}\u{DC}\u{DD}\u{DE}\u{DF}\u{E0}\u{E1}\u{E2}\u{E3}\u{E4}\u{E5}\u{E6}\u{E7}\u{E8}\u{E9}\
      \u{EA}\u{EB}\u{EC}\u{ED}\u{EE}\u{EF}\u{F0}\u{F1}\u{F2}\u{F3}\u{F4}\u{F5}\u{F6}\u{F7}\u{F8}\u{F9}\
      \u{FA}\u{FB}\u{FC}\u{FD}\u{FE}\u{FF}\u{3C3}\u{3B5}\u{221A}\u{1FB1}\u{3B3}\u{3B2}\u{3BC}\u{3B8}\
      \u{3B1}\u{3BB}\u{3C4}\u{3C7}\u{3C9}\u{394}\u{2192}\u{2190}\u{2191}\u{2193}\u{2194}\u{2212}\u{2013}\
      \u{2014}\u{2264}\u{2265}\u{2248}\u{2260}\u{2032}\u{2033}\u{201C}\u{201D}\u{2018}\u{2019}\u{201E}\
      \u{2026}\u{2022}\u{221E}\u{2080}\u{2081}\u{2082}\u{2083}\u{2084}\u{2085}\u{2086}\u{2087}\u{2088}\
      \u{2089}\u{209C}
      """,
    advances: [
      6, 7, 8, 15, 11, 17, 14, 5, 7, 7, 9, 15, 6, 7, 6, 6, 11, 11, 11, 11, 11, 11, 11, 11, 11,
      11, 6, 6, 15, 15, 15, 10, 18, 12, 12, 13, 14, 11, 10, 14, 14, 5, 5, 12, 10, 16, 13, 14, 11, 14,
      13, 11, 11, 13, 12, 18, 12, 11, 12, 7, 6, 7, 15, 9, 9, 11, 11, 10, 11, 11, 6, 11, 11, 5, 5,
      10, 5, 18, 11, 11, 11, 11, 7, 9, 7, 11, 11, 15, 11, 11, 9, 11, 6, 11, 15, 6, 7, 11, 11, 11,
      11, 6, 9, 9, 18, 8, 11, 15, 18, 9, 9, 15, 7, 7, 9, 11, 11, 6, 9, 7, 8, 11, 17, 17, 17,
      10, 12, 12, 12, 12, 12, 12, 18, 13, 11, 11, 11, 11, 5, 5, 5, 5, 14, 13, 14, 14, 14, 14, 14, 15,
      14, 13, 13, 13, 13, 11, 11, 11, 11, 11, 11, 11, 11, 11, 18, 10, 11, 11, 11, 11, 5, 5, 5, 5, 11,
      11, 11, 11, 11, 11, 11, 15, 11, 11, 11, 11, 11, 11, 11, 11, 11, 10, 11, 12, 11, 11, 11, 11, 12, 11,
      11, 10, 15, 12, 15, 15, 15, 15, 15, 15, 9, 18, 15, 15, 15, 15, 4, 7, 9, 9, 6, 6, 9, 18, 11,
      15, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 5,
    ],
    png: """
      iVBORw0KGgoAAAANSUhEUgAAAcgAAADcCAAAAADR+m4PAAA7LklEQVR42u1dZXwU19d+JrpxhSgkIQQCBAgEt+BW3K0EKBQoFEppoVjx4l6kFC\
      vuXjRAcHf3oHF3Pe+Htbkzm93NdsMfePd8yG/nybl37syZa+c+91yOYJCvQYwMr8BgSIN8TYbsXhfo1piPVIvVV+Femu9lgQNmzw0mK5Qhj3FT\
      BEgodwXWv4g1L9cFLtVRc4ecMe5uIzMBYJN9hBx839fDvuF+YrMXya/lO7JA+0pjVNyBK9pXNNxNOI5YW1niMiCKjzyeWY3zZHQSVzV2ta38Ry\
      oPyj/SxdvS7/tXgtxiinE/8RNyHMdxnCujkzDGz6Ls78lKYCInVCOVchSTBchJXCar0SLF99hPr/Gv4jpisC9n3/JAvlJjmsv9JyV+JaJY5xVy\
      LKM8AOA1m71Q7mGDENqEeyxwrVMsgWI7XRNqXsdR0o+UHCgApgMAyiQpkRwA8GCUBktfb0CqEjovhWwesNl1c8dI3mWCVMuFrxLuDQCYpUQmyM\
      zXVw7816b1MurgIldbfpla76+XlHis/VOlxsYBAWUHbwAw2m+IHLv0qN7jzAvtNFSlFZadhFBH65UsUMqm0gkcr2RTqsgq5J237Vjg3XSLHRkv\
      mjyby2sTyo2/7stqOQw9E5F8yP3BP0rIpOuh9xkPu6csYxT3H1ksuONIIqJIPtInPOh8xoeZdkpkBhERLcVAvdTI75QZfyNFtqD106DHR9o+VS\
      pJlhNtQCadMruvwA7jHxXZCyTfuYW4YN845wuQU2VR5rRYUW81cqplOgvMx3QiirUsycK+HioSb4eoEXuJXvzLeNfV1wU1cqQwyVm4JagsW4Uy\
      pK8aKZAIzCsD51YHyyghjw/Ae2fzzCG/BiiwBsVWpGnM61FsTTFYO/ahuJfninLsfbCpBQtcR2cATsFvozUntoa/YMTwfAraM9WvyiBhov0uFh\
      WmZfKAI/jBXlXu5x/yqpLqz/AYpmj1uWbaz6MM20WK63OYT0ExjMoU90fPvEbTeL8M3ldXHdUjNOW9U1RtiWgbtjPX8QPcj+GY+4D4oqqRH7g1\
      AqQesomIRuCmxhqZW69UOtvFA6XW8pEjjh/ouqo+siYvYQecn1hcEiQaMfQ0iVT8LsCQZzFHq8fcafyRdphEKYFxRmXspt/gq2T97FJ8WPoDs1\
      O5kzydv08jIkoNrHfFu8QdIvKqXXDey3FIDJ7AUub6imywc5WHRfA+2vv/1ZAruUgBUtWUiIh+w3lNhsztbXebhIa0HJ6pBJI8t5LAkIldwxKj\
      dnrzDdAEPQFAWLlizDuQJkPewUrNz8ir1+2VXcDC4j6oFyPs7+qE0EL7a69LDyUimmz2gSKrWR+gt7JOW6WswEExeBzLRJjwGbQy5GsA+E7zQ7\
      aqRbrWyPR2TjdE2L1vMVx5OagLCQ0plfuoq7xoA+f9SXHrzM3iGJ05OKzRkK+xRUdDEgXFXHPoITSKcywFDiVabJlPRNW9iCi1jdG8fo5xBWe/\
      S5umtUDR1LRqacgU85lCqDseERG1QpR6Q0bXdFX5GZVyUvz8qHiBi4RaNn7K30Mwj4joB5xkKoevRy5pGux4Uy/NPfkayrNZQDmWS4j2M/+oXv\
      WcYAw0bqET3nsCnukJAHLfPgas9g/5dcNqx4KzD8ALMfgCAfoZw3gTEa3RqHY8q50Qqo49AOLOliyu3i1V5+M5VWXNz1Y6CbIKTP0ghZd7LZWu\
      jxMv+xlD02BHS7mNy3Qd15XAwp/u5wc9WmISxOp1bkpElRU18jeU3B6deKEzx41Vl7uLVtMPHWukltLXRwS9MbXYkfGiCcarnX5cK1b6jSDh2D\
      /upSZd7YyGoqLym9bx0+6kRO/yxmze+MfWaX9y/DpzCTMJ6cC9JI1Nq3geqXo8Yp5FSyxzlMBkwMQIwA5G7aDFCyKa73AjvMwQIqKkQOnEYVUI\
      t09N7sMtU4RQqvVQ0smQHuZapIlBTeFwxVncfZHUe1ma/1brSmsF7/uVzzG6K6EQKWJ7S60hZR1WjTQetlaKzWd8asaNSW+G7FOXqEcwv0v5q5\
      ErXFqHsv1MiVlERDnjPZy/k5omfVoFc7tvLlOkne3TgnN/qMpFd1cnQ+bbl9LJkOdwSoXeXwHmxfox0yetDBk9q7qteZkfXpNaQ8b8EWRjGTgz\
      g1HZX9vSsvYuBpqMrfxLTv8Ly4GhznrKqcvLWwIvXnXPfTrldCtoa09d0v26Jsbk/+16pP6ynPtIYLYDd+fqltPx6j10c+u0+kLsiCKokUHHnW\
      GQr8CQBvlKmlaDGAxpEIMhDYY0iMGQBvm8DBn9i7+lW7MTfPjDQA8zr9Epn64c78dWtPYaniCEP0yu4STx7rQ1T4EkSLjtfI0LHMdxktKDX/PB\
      zGXBTubejZYn8LWMHcp/eyifTchxHJcogvYzea1sUszMrdqIK0otGZmQqyeC+OUqCLrjYn9erRb3PQAg0lR+gwsctxwAMrk2Sr2UmUG2luV+Vq\
      zZESV5S3/xVq7fuwEAambRp5JvAABNWI94/kyJrJQBCv/kMlg05evI34nTB94SVXkZOFiohfrRIihBlBffAfy6glzvtUJLxsNRLhmeF1NzCoQu\
      2BW/pV7LyjqZiGimmWldRblcUokoQ06NIqLnMrqZ/VnFMtbe8Bo3MyNnYpHS2n9EtHmY8bj91ZWfrEaWmPM686zrqacM2G+CzeRryVkfD/V/1l\
      BeIdb6/3gqnNEaTZR5v3HcDgWQ1fZR5Z2R2W/P/ujIaKXeX+hyvjMDERHZQwh14NXHNg8rbvuQHXXzz1r6oc8eb253vop6le5pWwHQ2k5mCqha\
      1EJWJ7Pdq2pHk9KvtE3s8F5eI1diExFRcV/lV1HZOIWIMsyr6FzDUv9p9LDAf0bWXp2kCh/NuqgXo2Oi7Ocj/xLS1YCbmPMEv4u//P08rsFK1M\
      wooH589MSRQtWiFahdUF461cidZv5vNWlNb16ViI7jjJWiRk6vZRvD1MgVqJFBRJTfG8PkNbK1xZ93s2PmRPO+VZJ9ffd4XC5PiejTUQHJGvXv\
      3EKeWkt/R3JKeSCFzCO+d+0Tmi9MlR1qX513mTDlmz1yJme50MRN0gpp/G3Z2huESbMfLUcjxdVuzCuoYG7jcKRQFWg35kr02PCs6VHxfAmNWt\
      /fugmsLtOQB81JnqmyXNx84z3yGkmX6wFwmsxbVhyI9o8zn3YCXqpd0VO9yPd2RmlY9DyWp4ZBk3+mnzVKTnrBpMtoZbSbf73aPIroUHUr/yMT\
      golCuhMRZTi0Ifobx0V9pC9vxau4JLfA+vEQzQUdYpAoL/66XHFJHhHdBpQ8b0XnWvga6YPgJM1a03Ncv6dI03nEq5HU2jycXyOLm8ufsTJi5F\
      SPJ68BJD3ijVF/sz9QTlL2bFOk88aVmeKhphjK3Nbce5LbmsitLeQTG1deIeXUB67h+qiNfjP9gtcraQ/5nU5s7MzP6nSH4jjb/nrak/b3Adgm\
      AMDehP5Ad8u1ovu+O68sS7KdcYEfuwOSC1WFku30OUGLRElrLdRM+m9LXc/1Y7BZOZOZctnLn9EJSbLpx6H+vjfSI/7Y00Wp5nutu7Mk+GwabA\
      tZ0njXXi8nvTj3neZ0lt+Ghs+IGuCq2NKy5+i03qxtAoDNLufS08/cA3JCSwLAWue2gE2X/XHsACXn1ZC1ynG8bVJewQXkPZK0MtyAcLATxgNs\
      k/IBBBIdFQ2JdFhu+L7LppB8LfQGpW5d04ldQ6rUa9MDfrkS5c8YBzuZIddjc5CF66+dT79T6vltj8kI87hl7VH4wpqZm7JfobiPlImpuTnv6h\
      FasxmRCUAAjEy4/NsdHvcC8PpMrBnHcRuzNws+YZ8l7hsUVxUzLxVYujMoW6inCci8rMcaabKt6+a+eZr1fJqOe/m9AJtuMp5frqwL0h9RD1yd\
      ZYaMl703+Q+FzM9qblzIkjpGbPGc6N3kn1SNmhnbW3v+Yrc2UrH7JgeCNVyPB0DvyAaWkvoVz1c9Mq4RgPXyWrBOnGGa4p6dMSazgLtGzEabQj\
      1QF4zN0qclt3bf8q0Wlhwc79dIAHkPPXRRedUZv2UDAMbkdZJ7diqjz83MyHl7LfwUannfXEj9OOUPo7GFLqlFr5PhU9/2c/32ZL6aPpLODXTt\
      +XDci3MDlF3GDBKQBxscikejfUGWZfcHurY//geA/A3SqTJ1vMc0iMgNH/mxhCKr/uWv1Nodk/P+/MjxjFb6w0VVPwQ3L9Tz9C9/seaOj7nxVz\
      fpZxumyZYe2/potmRneibCJtj8xiuX/5UGJ1Izr3Xc6DBOPmoNd5J5AQT7/YDFGoaoBVLTzvW3hsebAueRCT6w6HUijwVHCvdjRVr2yBdSwgbK\
      fwwROWg28TY8+Rfo2WkQK4IuqxtDKj07DaP149nJ7YnuOcJC2DGjVvlP/qiViKaC59l5JvfshCk8O173hpaV2NTdOo733RxvbOvQ8tRI9Z8NpR\
      XUhdZfF7nBr+DmNcvlr8gtzTQNB13Gbe+fwSBrIdu51NxrG/MfzrHFsT7Ky1I3F9dzMCvZaPksxq1s69/nYJhTIauQ943ljZxMirfecbpYodLl\
      wFz1P4w39drRK1eX2vyzC+/C786MKlaSMj89DJa9gv9A9dCVmqatUNc9JX9s4cO9f7gl/bAxvixZO3DhqE96w//g6P6jej4VqeSOlY1/TKbl0R\
      cleXfL49wnveNnTr569tfJ8Fzvlj/6fGH10T4JgTc/6VqvgUVXJOKA5gs9YDCkQQotBqqHwZAGMRjSIAZDaiHzOY47plErjOO42bpk/8qzjxZa\
      m7lQ7bMMqKb+/7HfunEdNBryAsdxnE2tDQyeMjPI1tL/p/cK4ALHcZx1teX8VZgPI8tbuwUvVawppfIWOhR+ncUy1tsDTh6lqSt3RzaH9bGXOW\
      iOcZMA4DJnng4ALYxigXHcegDIb2AhD63TwUS6FHHZWPlUJoo77i74Kcv20vqdptfnAhPUapQKPTHnE3+aozZHauEQkPv7+ME/5Bwt21ChV/Bn\
      pdITBynUW7Gjlf8lyMFF2CaLU/GdwmU6Qha0SuEyTTGpS0T0hwlOElGOdUUiygqwe0dEs5SBEiKd/dKIKL2MszIOg8LjY/1EDs0TxfL4xT5HxR\
      z6MT+4mzxwUDN0MKqZon7yfcfpkMYJ+iY2coN6qRCk/v8OVaI0ZQGZLzfyD1goQ/RklIOUowXbV3yPb/QSzlTJVeiLJpdTYi/+9BOT49/4m7kW\
      GzKvhJOUZ9lHGX6gtmkaETVv5TaBiC5JLX3DpCXRHTMeR3IXhhPRSOwSPcduE+W7FRtS9cZjFYbMaWe0gnaYBaf/Z0+LPg2Zge9JW0MSNeHFje\
      FxtAay3vzmUIaOqcmpCq6i2ZA0SWqJJMtKyhAIOEGUYz27ex0i+kPGLJ2IvzMD7N/xYz1xoRTG9RLd9JrFElJjSJWhAFQYMq+H2U4iOm7VqnCM\
      3rwDrd0kFZcLDLnC1zxgG1PdZ1WUuHZ7xESW6Gpr1y2KMWTmzPLmDh15WtJAk2cEISm62Np1jVQm5BtSyZttDNniSISxPIqGTKsZHivfKp7qZs\
      hXXGsior9462QnMZ7oEi6vME0lam4kjUiWVcm2D7tTPt6t5Acfd1G8sjeuw0idIalvKW0MmT/AWlqNrjh1yi2MIa9LW/epjCGl1BkeKSyrPgAw\
      cQriSwJA5TI8Q2Y3BADYPVFrSGnCSmVEhoyaw1ko40jwOVpRPEPGLOG8lU94R+I0bPP9vMIbkhobfyCiWmaxyohQZrWJ/rDKeYTjlGMt59PeMo\
      Ug9NIROCuYqQpJqtgqV70hd6sKgaWqj9RNbnU/G5t0wtcymW9I47mR0YtMHJW02NnwPxwbtWsAP2ILmtxLPevPp/ItQOvraVELjHnhyVKUC6vK\
      hM3up54vD9aQosGOxEVZN18zgx23S/ywG32dAIeRSYU25BbMJnqMbjy1+qap1Lw5UfFxdEkxokpwFYSeIxqAAaJFkpaVkkm9IVUEsNKnIaWyD6\
      F8Qw4iIhqOEwqokuSVMEk5hwQiusc3ZFW3HCKivha56gzp75hERA+UCeXzSKua63h0Ox5Hi3NjBrkhtXkX5f+JfbO39ZI2+eonONJ/5/HmrJ3s\
      1wPrwIuBhkY5F3IvBQMNziBMQTYeFlVifDibXW3UFt5hxN3DNhrG5taNDxXp/GBDfQcjriM+8rGm0j/KyNfPK4kWcV5VswdQkR/3+nGEKcdx3M\
      aMOHU3fB1kC6CCK+sQGE2UeqU/f4Kq5GiVVix0j6bcxy1nL2IzLNlx84Dz59Td0hbSuKbRUAYAlvR6eilvU4mmfEMi7HpqMBB8IzXMWNqZYOfW\
      YYeyvtPk1l+04aBm8na7a1FFaMd5/S8kEtSFJAOklEDN/1H8zla/2qGVZ4fH0RrIg4399/j+Lnohjnip7o7l8S8A4AgqKMHvsP5oZH/+zWtLzo\
      RZVAeCc8MuVpWa/OPQsnMrTzy9Qv1LPDRmczXNr7otHS5CQ65xORWfSwdYMFT6Rxmku8y9cJFz4UYigPv8d1rGVzbq8FR3R58byQAeRbIOARFN\
      KN0fNY+nZFztgMop7PTjIK+57jb67Pus939K2AGVsI/MK4VBj9NfTzexiOWhgTYtODYEVCOTOo2JKN+pAcZIx5DNTa4T5VS1eqku+1tWc4Wln6\
      dqZBPUrgj7yDIeV7PiD3rxi7YJxnOjhIOd8kfiRIOd+6nnmMHOPLS/lJh6b3Z/tYOdMWj5MO1iAFRMPxiRc7QavBOywoKNHwnidqFVvro3TaHS\
      xplj4GVAU1Ztmmz43gGy4GNLpdf3zYLzC84+Trl8O0GtIUWhyfVpSClPsSdryM7C6UdmnQKmH5WY6YeMr9lErSFjPQGgkm8t4WBHIH53ZlSxAs\
      qGiur3/Pxf5T93LmrkYWJfZ8l+9YzPJle7u5o4tjzBb6TRW4IBrFojIBgAgmFSDwCejK0xAQACJp9dVnDmbz9o2fq1Sw8tuqZ16gQv83KrRrDg\
      kKU+ZgFbQ5SA+alp5czdu6/nMwnOd7Gx7XyCz803/XdJkKVt4Pj1au/odL6TjV3XEzH2vKa1QMnpok2I4c9P5gEqYnwKj+84A+h5+vHp5YzS9a\
      0u1JrJ1py13hO/lsWtdruJw9cjg9vVMLrwo/LEAgNnR508qCj/dT/gMyta4F0A6LLLwBD4wmVNRw8zvylbYKiRBqqHQQyGNIjBkAbRaEgVfK/D\
      bBSvAiDtEhqEL6/aFTPmb9JtWUuk0siy4t+GGlmA7OYOfx4F+eFQrKZoEJTxYPATPRmyDT+KV4GQQQovl0q/yNWwWBOWMpUuG2rk5y35KXV9NW\
      7Zte6IBB0Nuamcuf+2QveRUpnD/aC2sdjMha7ys6x3D3ebWbvPlkPCOyJ2WAkzz6ExbMKVpSUVmaCeb7vZ2XeP5hOzN3Oh68qbMYdcZU8rZ+Xe\
      5jwPmdgVbTlBBKLZ3AsA8Fd2Uke5pQCA2q6KneFvuCkAmnOLAdSUxpzMrWv9BMBqTsmoCOWky+3VSyjDPMhY010EhoQ2x0+YIr/w3wjRJvQBAC\
      5M6Yw9xES6LAjahJOUN1wZu6AgrW4A4HrXFoCUB6nijonSkCK+CWp5aCpIZ9Ls/+LfcRgAgB+oQnq0dAhTrll4TkRUVrmqlOsWRET0DKOUWj71\
      iLIsjdoQJRnLmHrh9pUz6IFFfSWnJt+vHBHRHT6NTvZ6p7IvIxE/sECLmip84S8LPoY1L7OAfxgBwI4lkQkz6C8dmoqsbqvWaXSrH/grNrJ7ZH\
      CLZ6nbjP6UQqI7zn1e41rq9ZovmdB5++ZGRi8y+VkZNGfO2yb3Us9msaFL9sz7SEx0oQOeF9JijgbzkBm7cIhog4ZyGve++QjARvCWnhpfTcOV\
      9F5nc3E2r7EU8lp795eMHhZblE0kN+TxRQB/mwzkVxAi+v7bScwdEhbAV4u36ibZ+YgJFxExxNUi4OfQpNTDtZ+rq5FjiIhKBRS+Ru5qYPWvZq\
      1xRPQGXllE1MhFConuWM4ygogirHzV8tBUkM42iVnYgc1F3+su8emw4hpJ9zGWKN+7Ek9rC47R5OLXcYlGGSno2ENRB/uZ5W1JP6J0+06CW0z4\
      ht2pEAyuRYIWNZJWOYB/BmCiMpqZ7Tt1NbI+AHinFr5CDjj3b2vNWnUAlEA1MwAlZAdMi+74upIrANfAcL7vV8RDU0E6A5oI77f0buVftsXo0L\
      4EVNmSj3PhvAqJxjiN042qOpzG6cqKML4LfS8NYU68duy2Mwm7E4ey2S0J2yXqES3NtSmILTsgyjBfF5d8ZmyghXPIXU91gx1p5E8d3OfdjKel\
      a9aSAODYm4jvWJi1QrakorNE67+eZfGP10jSNMwjAGDi9YS8P42NxvytW67lTqdfbWwUfCruXmMFeO8tHrDRq4amb8XffuwntWX9YcF56WEfe+\
      7brMXz5f7Anc/kDejs7/Z3tGk4+3Z6zAbvopl+9Nh2rnUq9CE+dyMBRN3x5htUxENTQTpTJRatpx/buXQP85iisGHFEA4g/B0f62W6MWN3c6bC\
      N751KLsJmlw6SgpDJvdwnnlhKpNZrcA1T88PZj7GI9OO2os6v+l4qMXLiEjsVY9fcyVaRHn6j/PIrrsut9TLWQQd0jvdTL/VMY3xOqybFx2zeJ\
      VjfQXQLqHLg7Tz3TQMwOpueZn94Rj45w44IFTYdPhj4pP0Sx2Zelus1d4tySGMWuP8qSV90ThrlomiGIPfbB7fdeZZtkre+lHCTG8uDf/XTVw2\
      D6Rp8TLS4a7b9OMkEVETL12mH3TIvFaiZi0i6S7KEPAg/h3l0494tTw0FaQz8fY1WWNp8YS/O8RCNP2g6gBQ25cZbeyBrR0bwzzeCP2IyBW15c\
      gajCdK8PLgszsp1RZ9+dfvZXtHOwtoUEIWlMrBzmPp4diFkkLUSNW9WJsDd5om/PcaaXdxqIeJ++BLDnxQxENTQTpT0SVfCvE19+xxmR+Y1XZb\
      JTOR/7WtlX3fI+xwpI1jclc2hrlDIBoDaAx5y/pkRJ2pgP22KIYFaNUNQ/jX71S/E2O2Ty5AMmCqS43UTrbi2CemiBW8VVTTBt//hVSvqJWak+\
      fjXE01MmkMNhdZjUzehZIGV2mBkrP4el+tFIPflzO5oV6lod1c47qFLoGWJ8/u7ooy5Qz2KkiGL4fdAK00F+NcvKYuTFL2F++iMiSsqq022EvN\
      yy/zp6NWiiX2aFQ5o1sJDCy6r0MM65EGQxrEYEiDfLWGfM91QRfu/Vf1bqmj97vPwJCppYXI5SY2diHh6nKLd+wKAAjjlihBFYy/NRXMtYn7B6\
      TMqGpjXXWG3J07n+NsahzT8VEFeYVzHMdx7OM8a2jb9JUm8/xTwar2RRbz5Ey9fhdpTr56SmNwg8QRJU04jptS2IepxnGLtfTspPgKgBcWANBe\
      rX9hPi4QUX7V0tnqnBf7AajawigOROQ1+EpqypUhXspV1pS/LeJ1cr0I85L61Jnt79n+0xOnBOSoz+fNoBdxvVyEaNo082ThYnaxhxoLlR4AYD\
      A1mVz456mwSBjCTFtDjkXPdwm7RqvNPatUjXyif7BXrRdqFLZmalPWJyVkrJ6wEtIYWx97u3HARV3sKMpLVdyj4vmUV+yOisBWgo9uTjmBRgtY\
      79WlVKugL0MaATimombf6uz9svw8JtzIbcz1tO8yX3Gd3VU6uU1tdFyBmc26thUZE+p3VNsuBEGi1UL5oKXBV75x57h+wQulYbwGxpzJjNAQt6\
      TgvDpwnEPjO/K8VEgeB3BGmg88OjXvHwFyLGlU/1hNycS8Pdwr6j7yUK29cXg85ijTnBuzcfPNjHrt7eNYeWeHa7yFt261x2Us+LBA/U27+ndq\
      e1Nz2e7mdThet/TlfNqALqkPAODSgLJm4oQPVwNHj2vMC2hPLySD5HmpkEqWs5Nn21fUVK4dffdVF2K2PyY90OH12+vVkC1JWCMzBuT+dN33ya\
      /Mik6eiWAha51f5y0J97qfWl1JAQVyl9+NnUM1uAvqbtrTdH9kjREaT4G70Aazay3x4gCg9XkA8N0a/0h08NrZeslY247HclF10OEF6SF1RpyJ\
      PC8VYnbwsMfxg8wSUiTHcVx1tFLmRb9PO1tPlDRhnmUFHV5/N/0dMKSy/T2AAcI+crRUfSUTF670mfR3oyRMHBzqCbP36tdO3+Ig5S0x7aCpF5\
      i6lnzkkXmXTyMiulXVvNw+QZzEbeYj8yab8Imtqg4DnrqWqD2A5s/leWkn4ryk5ozhKz0HrGuFasxLBW+PdhcX9pExqKlFuUIA4Lygjwzntgqs\
      +xwdtfkIdv/Y0MJzgRF7/PRIdGKb4GNXBMlMcQlGI6bt1xRZxTEK3ndlv2OcAKDKzcxHHaghX2l9n1mLf563j09sdeURFnh5Ae1jO4e7yvPSTl\
      x5gx1pGIEKRETEHLdamijlchOd6lHnV6eq6ZJuAxFRPUHTmqTi3GERHWA+BZkTEbMM3nVpWMaHn43agde0crWwnePUNq2uQ2b/lAoPE0sNha13\
      GGOvDn+denw2cLQ+ANTiOI5jN/MROIDTyMGrdxgAnNZljJXn9T+THObKqrGAsuxMV3TJ1USlIUtj/zea06ZeetkIAC4pl5zvAE/KfcfsxEDLRG\
      HJVpSfsHP44vEOGvIPNNrb6cL0OhkNFmCvpCIAqHjEAZYhbxbadVj+vea8ANiubNcrSlLxf2XDt6WBpHfFiiRvIjom2mqQ5sSNvu77+Fdm+hQk\
      PPazi2TPdw6VjreyvMsyh7TgF0X+YhagOdr0E09ZKPLTnk/URA2yn0drTE7qJa8ilVkIup3xtC18WHpXd93mkQIBER2FKJ990gVnHiVO3gAoh0\
      CZ7Q5KvRNtwwptSKJzwpB1BXhjrqamXuV7dlTIg7+IjhzTT16aBzv/xZD1ADi3AnL0b8gCGAIdLs46F19qUCt1ddlcFtbS4qAODUH6Y/XBQWUe\
      xXtLBz+HX+d7tuq0KlQAWukpr6KVxdNCS/2dd7VqEZxqWhDVo8a+1MAXfOCFtjn6a+YczJgEgGupRWa2E/UXQk2nvFz1yqCwOwAAcTqkXHRr0+\
      e5jCUJ3BFsWETUXuptfqNbjSxSmTjRYBmlbJdtclEj//xA7d3UqxjIV59OZo97XrrIMjcY8iuRr5Szc6KM81SDIT+FzHB8KsKy6jcXbHG5Xcxz\
      IYtcdvfZeNWCWTKcz+3O5dj1iOSeK+5s/VeHYmW2qiXeZfOymPCj+MvdWRAJpyWXyCzrvvUdJs79kKWgTBTi4yfY7GkdgInaHT05wqrd0/4/8z\
      07/xOZ6RsjhHo1FcSPf+pz7GOldQzUedz1BtZzBZGvd+WgLgNd9SH6abwuxcps3SVfAMWXFTq+tpd7E+Z9T0ARSGD9Km99F4oICI6HBciItulL\
      q7BRBawq0AStDrr7aPxikavvc/nl19lHxngf8G8yqc//s6Y1Y4yPbYNrGh0jCtrWVbPrBUJKOpkCUi0JEm570UHFFjcr4SU8xbWncrlZ6nzPXB\
      bsZO7daLliK+MF+f8ToQfoF+Ez6wy94DjOyK5M9505/DsuB4BMro3CkKN27Hxbs4kmSukNkq2A534/tHqB0HtKGjg3hYFUy5Ysi7VFCEXCMV7Q\
      /UcKt8+EB404F5/9Jmz4uC+hxlHy853da4TzkOlpbI3MXTexuv1smy3a5rggfoYaqKXV3G02qrUYWev/46nwIoNoQ5URN+8LBig5Y2LwjbRDqQ\
      Ugq+2jyjsjs9+e/ZG3j0rGEbSHHiB9Sm+i1CcrfO58o6yT1aIWsob8mOMHGJd6q2WWr6b+aaMGktHJWK0eAh4wcOtO/wG0vsigc69C+nIslLta\
      8jMDrH9Q80pXF9MSDZb+8UV0glZlh94u/0gZ3aV9rfmxjCHdTF4Aea8ZTvSZQ8D6uyrzG9qyvVpISidTocVWIuNvy9bekF9U0DqTXj71NzNL8X\
      s+DnRhirAb8yRf2IDGbjp4tJo5yUy8N6LvvW8kjrV6wywWGq+iZbYnVTBiN9u+Vw/F/2oZLYDEkuHQhuhvHC8iKNmqHdFahiVN9UzfkjwalhUR\
      UXGJ6PRdObsuSC/QaHH2OkLP5QfLx6GSQms6tTYPpwx5bwGi9F+9rOtdYpOuNx2f94vpPyLaVlzxP4novKQzC52tZ+m/UUknY7SI6DsIIrBtwR\
      6iZMtuRQStkUJtedBdfEesISUi2v/nakhpSzKYiPLhzTPkXaMQxpAq5bjNMFpmvEIID6iZR/Sycc/OLNT7euoc7mWBWv0g2BfR2DmbiPryzljW\
      K1THMYuIeptEKKGBxs+JFIOdAmvk6M8RUhoylqmR1MfovsKQRiqpaTKHugg5u2m1ERK//8dWAG2uZlXL3KpArVdW1kw2r8/EmnEctzF7c5FAzy\
      7Fm3MctyVXuRabuDXPj+MY1lPFzEtfSNcY+Ry9pdtEzoAfPAjTTcbzHQJXiIioKZN2Q5vhS8eMWicId5g1eHQl5Paf7ymAALzuu9ylIK1t53qw\
      38R6uTtpXdFAoh9YK4592BljMr+wwU7S72jDv/Yeeuiiel/rOeOVtMzmhBD+vVQ6kZSx6suHiG6WXF2g1imz8uy56HklrKVNbUdFUFJ9QrnuCu\
      iyPMSxr0U0CZrWjPKovCs6+925EeM+86ZVOthJf7rSBxVy+E0rRdtUU99HnjpAtE60veyxuXxoOLgzC+3wPFGg1jt7L8EQ9igGyn8MKQLoXyUk\
      j8l7GMOlbHyZ/E1E9NJfdjVYOGZRfAD/CdKnIWVS5Q0xhqSp0DTYUSH59XuTwJByyBqALEaxSGskhLsiuuCqrDp52aUXKWQrg1qZhIsNSWmL6z\
      mYlWy0PP5LMCRnXbrbjhwSGDLFRW7Iol/9aHXsbYnPttfJaTihNb4KKfqFZV+M/pB0tvfZz/P568z+Spaxir5GPq6SBQAnm36GT9/muOPUIQZD\
      ailXxt2WVBjUxQQG+bINaZCvo480yKc05K/u4vXItKqd2D2ZuODsJliKDy1WdteJ4gw0kQuN5droUJRnHhPE4BYbwSgpr2OpyokMksvVw3BOEM\
      12qePtz/BtnyvvMKqomkB5EJ2AJMHkJa9Nh2wWue11/lXZ3QzUZM75mjarGGgCTjIeFO3lmeda0aTKMUwwme3XM3tanTQ+lIO6NAzsZrlDzrc+\
      v2jZlFl8b1TQhqLJG//jZ4v43906a1IpU5fBzLrMHpONKhSjSrRjo2Hl1DI6x6rc9fbc95Jj8vobf5NVBfZLdSCaMUyHoqbVq5yqAv7DIow1ZP\
      KMqjYW/qM+8tdm9QipkLjfK1tb1dlBNxyipcAibCMiovvKbbK6Qu2NpYurl4zaq3OXUA8AQBcG22RxRWzwes0EcbomBc4rya6wDhz5sa3Vb6TB\
      kJnF9kcHrdflo0sK6pQvAg9JjrI18rnsqBv7s0qnkB4hFXJHdkDJ8MqDSO+GjHT2SyOi9DLOUer9Xn5XMp41AbsRfZWbiNswsF4aC1xwCaeB3X\
      Wxx5mydiPydGo+YgMmCaFHjnvZpjWjHKodTUq/0hYO8qPQ9AnRm+BX0la0kTzIXoInqh1Nij/VAE7p+jck7cJwIhopPauS5wy1rsmvDbuxgSh5\
      Dl/rSxYQrUCNDCKi/N6Qt9/6hOiRS4nnRPShrK3cpTxDqpXb01zxGvVpSOrJhVIY10sFiYNH6t+EoxTq3GYj7xy/vAOt3SQVlzNDviKH3K1q7q\
      a0sV5mpWdJKQuZsypKXLs9YtrkmeXNHTqqhUDUGLIuM8JYHmpInxDRI1f3J/Tez07R/VRHGBHl9qhyy7huURgy3q3kBx/3eOGSQtQ8TpLGGNIv\
      mI0XIbX21E8OLakBAOhPRJQljQLEj6CR3VBKonuiBgJRcXM5eaWyPDKXPiEieuLueszX/pri2t48lyina9U4KmecVgSGpCNwxhEVa0PNcJMxpH\
      dJZtR8q/vZ2KQTvpbJnxqCyZx3Gfda4jIRzYb/4dioXQN45VqA1tfTohYYd1ADgU8na4wX0h/6hIiInnnA4Yby0qI4UU6XavFEjfCqKAxJAzBA\
      1SJfE9xiDHnU3n6lqLfZJ1pALXroNyKiFJMxRFRJ8kr4/6puOUREfS1yC4aMANtE+XbDONhJf+gTAgBjExjzgi66xeXldHtz0gGIh7ncwyRlGO\
      cpnYY6QwBqo7bY9xE997QFQ15Cy2d9h/Gjt26o72DEdcTHTw7N5jiOs8l9AeB5JR/RAlKEKcdx3MaMuIIhIyAgSxY4LuqBqyxWnj4hAC+Cs47Z\
      NVb6zBrknez28aQ9EPXARkbZsoX00N5opf11hlTKAo5zGUtjBfHvii1ZvFoZ6XVe/wuJBIAXgPQTQTJJh/C4Wqn3Tf4ju2DICOiM36RXY/I6KR\
      hm+oOAp8H5YS3CHJso9tmNMO4YdcIOwJi81rLYQeUh3cx7BIqwpzpDBYlVzXWTRWB9KCP5rnE5FZ9LB/j//iTQZsyUs4yAMvfChWUs4yubfHqq\
      gYjS/VHzeErG1Q7KuZ8+IXrk6imdfiiHrTVRfm9ExtUOsJBPLfNKYdDj9NfTTSwURGOdIZlbRQMRZhOOjj6Q+LEHlHz6Mh5Xs+IPevHTFjFU1u\
      NqVuy2YjCf/yoz4lSfvUQ0G+WPxLGDnXlofykx9d7s/mogENEzuTdG6bnTJxQeLOWgRzSUW223s6xmWCoPgQ+VdpYc7yl1hrQ1ZAsAcFd+AL8B\
      AHry034SqORB2da1bUSUWUc8/Wgu/XcTNZDM11rFSlLmpw+My1R/kFByvbfQmRZ2ktLD+OOzO91dTRxbMhuHdIa0NOTjdrbuXXlnDmRN8DIvt+\
      oyP20RQ9lTS5u7D4qi1wO9zD2abckiIsqYVs7cvTsz+89ZEmRpGzj+rRrof8IQeFXKsBCsVq5/d9HmS2AIGOyo6QUl7TNQPb58eero5ljPQL4y\
      kK8MYjCkQQyGNIjBkAYRGfJfroVg0OPpifncbuXMz1NVYDfxkaUTOcF5mKpPak2vbXU198RvDDbbtvm7yV35yJuSPVXdtGtJQVToKdx4Fshqaj\
      shOWgHH4rkOqgI96OFRJZpna8CHugiiG65mPuBBTK5hhjC3RGkS6tclx+warOKLf/HuCnwt9fJkFEDlr9erH5iE3pijhgVHVl6ftnmJRe0uKvl\
      PouWpdYE8d9Q3pSw0Q3XjOJreYWemSlOO/3CKS8GuLxo8wqWxXws6q2Zp2VbvXzprqfEx6oBS/eeYBfE7v++cacWpy1QiPERq6KpkkSU3/IXeq\
      Ti/EuW+OZ0SAiJjixN9NpFu7wTNRKFMkI8uziXidXMKLrnvE+0COssOH4jqdR22ltSt1NetZLnbv8IoVAHAWsyo8IqCnX9qDGvKeVjBH7Ck3oq\
      5f9mHnm4seWFplXPmH+m/c3xpsaf6E6bv9XXdkMjAFl/VJA4dnrM9DIi6DC3X2QOXSHUH+fRDJdHs53FpnLm/tv4WrHDSph5Do0pKggAfuH6MT\
      36QA/z8pvvd3ym7LnFp7DqCoVyiwAA1UswAaBXlpZU5EUpVan1oHNxY47jOG8ltL++E+94TADacbSIDkHUyukMpQdKvUq3+W1MHwDgeFs9Ev0A\
      AL4JRQMREdFohPCuPkiPZHAZpYRUnPmoK5TvV46I6A6fRrcJXQDIThEsUCtcPvTxUkCnpQFvlN2MEbAsrPX1tKgFqbxBpApIn7LgTqXTyXFjaS\
      kf3LEkMmEG/aUE5j6vcS31es2XM4sGAgDMpw384W9EjWtpt5yj2hbJU3NDHl8E8LfJQD66b25k9CKTnzPVac1OrHsr7U4D7FaOus/Q4liSH2kp\
      q5HacLT0WyMDLN4SUZajF//THENEVCpACZWzjCCiCCvfooFUHF/mafGBcvs2t21TJDWS4iT9iNLtOzGDnUFERMNxQp2Wj1UUEUVb8wK3h3J/sq\
      2LkXYcLf3Ki0olAJiV/8AfadUHAO9UJfC6kisA18BwKhJIhURVdM/tlXiw+rWiaYgcu+1Mwu5ENpxYU+mfV+q0PlQuDqBYVV4o4Sb7fnfghrOD\
      HW04WvpuZWSNAR+TAILFGK6ghHqBXPlNhAyyzuqMPeaZ0fm890MAkMG8Mh0hDE3fir/9NJ3hK9YyzgUA5KQoy3Wub7xo1KoVR0uvUubuRwCRd0\
      qrPVHX524kgKg73lyRQCpGrTVvtbPfahJ1p7jScVkM4QDC+Q4snSHUClzz9Pxgtgih0j+l1Gn53f8IIOJuCWW5phodS6Y/WUN++7LT5aS0+3MG\
      KFEVkD6lR0b7a2k3OqT1UKvVIb3TzfRbHdM6FA2kQkYn3hqVfatjGi+Gkj8mPkm/1JHfUOgMAUNv/Sjpx95z3bzomMWrHOur0+qc0elG+s2O6b\
      yo1Nn5qdn5As+ONhwt/Q52MqQHfVdJE7k4mniJpwzxRQOpkMnSaAgufJJTdQCo7VtTHxCl2qKvwLPTWTD9UKWVKm36vaKVkGywPYHZ6KoFR0u/\
      hqTkX0qalvg5idQakqKHepi4D46iIoJE8s729j/+pq79+C+C3rS1su+bwB986g4RDcQloYtuqY9ZwFZSq0Vxwz1N3AYxG47+beluzDekgerBW5\
      k41a6ob1Ej854WLjqhlmE9snBiVdR2zFl8va++tIRiCCz26WT4ctgN0JOWoUb+L4Uru9tRX1qiVIY+8usQQ400GNIgn6khN3KzDe/jazDk5tDC\
      Lj+mDnOXlP4pQZPaSn9J2WWa+mIjp+8yDOb4D6Jcn/PmBdeSGue2BsJPBwBAaw1aUoLkWE2Rm5hoRv9V4s2xScekC41EwcKu4+iXEPlKHrmFf7\
      i0VoZ8B5fT6c/qQH2Ex+cmnucywtyNHmooyTkzzzy9PdYyoKFOCfN+BNA3+8sx5KJJQkNWfVrYPI5jNhGt5x12oUrGYw8RHcYvmrL7VhyARmcJ\
      dOrEvdAhXVo7k/H4xaJx4pdiyKumvRUMAak8lpThNbhvezs4dHiTX0zBcWnlulK6YuGhJHdloDSAJ1DGYVFFJwuzagegheUZddkDwLfYyL8Mlx\
      9ArTwgbaZDs3sADnGDeHqdzaWkjVgLJdXm1p2QkYJDXmVFbn9CeXG5RZLw/3kJ2zuiyf60PLXd0eXmiQDS257QWweXd2li1UfSn1EBY8JyClTM\
      z2IuE7uXWqXoI++OfUtE4/7i08lcAaDKeTxTrGHUNX5ORFcxkR+waV/uu8Vm/qSWqVJMeqhidVt12UtDDVrzo8u+VrhAFdB0oEQW5VWU8AIBvj\
      eWnxz5LacISfADnpC/qpY6JViiODH0sm0VMUc6n67jKOWrbVov2wbGEFFyfclxvdSq6I09HWFSX0ZvTm5iBtvOaxmy84fBLpIKo04mphyqcb8A\
      xhHoSF9uDlG+P5/L8wM6vo1ojMZVeXkZTyKiAUbhjCHHAlbX1RtSEfEqT132ROnFJdgo6urYZju6G3bQRiawwxLskP3aj7ny9U6HYKKFbDQ6+V\
      2aSWQ8pyu21RNUvVYV7SgLXbGtLl3WTGsqOfFfjZh/bUoNI7iE7OCVJWXfIE8gcPwFOfUtUemys3tXoCGJ6lciOteDn72vVTzRfSjeDBFRU1+i\
      JMsWTAi1fb9xQOUnhTWkquzpT2wybabBkBRh0jTL25ZfkbrgtezXR8iPcN2CrURxEl5wZD6n3eI1EVGsLb+JStHekExCaV6qGHnaSVxxGNWcel\
      0cHfne7AYmcJSdrRpRbltC8pkxgRbOIeF8pShvZSR6IwAh9x5icwj/ud5VdgACiqEbD+v58io2pX/PNtmz8qI3hHfIV9f820uHj41tjdRmn7sg\
      sE/rUx809CWubU+NDf/Vid/dwhk4yf0LOEN+UsJa506AY+eDsQVMuPQ5eSvgH/IePlxFp8/x/kcAp5q5xCk5cE63e9jbNJxzOz1mgztvsp3RLv\
      NfW75DoKvFluyLzcR+gkrF+NueOpltwWoX4ZIdVyzkhyevREtqvN9lpPvPnvqpz37767Hon79F05sbRItdRrFQEpCAeCBRTpV7fSbEHMBg3iGv\
      mbym9aAPADgdt62hbM6s1RmL91eaUN60yvNSxcjTThyjrk7Km1LdNWQ7z62SvG+QZ6XfEn89HyOjZJnGDXG1CBgVmpSyv8ZLKRTJcZzl1UgvTr\
      FvgIiol9eeMUzF9nVIIaIOilaLiIjaFj+P39jolBulPd5jXtN6iogSTXlN6wRcIqKL/OmHiuzzK5bKpZziAWwDsxJhwnleCSxjgI44QDQaw4mO\
      yV0TkyCdSZUPELVYqcxgp2qcFn1kSv0913H0RM040WCngb4GO//0cIRxHVmMqaSGprDttIY/2OH1kdZv1fSRdBy+7HR9MDq/iZkCDOEP/LbCj5\
      2b7YPjpqTEHRbW2TxDBt3OeNoWPhkK6IVJqYtZl32NHqnN/hBWENEosMd17MPoDPahY21xmAHmIfD1LQc322tvqmOGzNYyX8BiXBONddoeU15c\
      apaohSFT25qOx6/M1PJS03giSmtzTG/TwdwL4wNlJogs/8tpgUMiwnN9nKyPVMYKy6jsGin07OR5VGdTvrQRefCIUi35rDoikgf1mcIf7NQD4N\
      wKUJ6UMRUAMF599nWLZxDRPfzEfqtWwEgGGQV0YC3rBMBoixEAe+mDHVV+q4N1eKeiwU7ecADfZhfJfF7FKEkFlKGq5fjO+LTYRTf2T4HWrebW\
      JqX+GefInO/SXTHSlxuyX2UzSeXl+XxD3mhnGXD5gmNTHriirLnfMvXZX5DVpiAX9qiUwxXNGEO+NQ9sZRLJqNyuL/FYRas8zetel49jlYP1dD\
      0YkmiB0cQicsxoZ0iVMndGAb5WzTJdOrfgTz+EKrMEKvqWfjiyD7PJICL5sshXjzYFt8p1W9iommE9/MtmCIzPmw2TIdE1DVEJRfJF1cgrB9rX\
      AsYm7zCQOMX+AwOLztC0GsRgSIMYDGmQggY7ue9tnARo7nsb40Q3c8Pr+aJq5Gr/cCG62j/8m+6C1ZUDNjlo+xMDNeTevxCci33ARkRTaCmlfx\
      ikiGtk3oI/gwRg3oI/05/dMmMr6djGpmGHjzBYirVdDDyEWsJbJNoUM7znohfa3l/k7tnen9oLg91twCKqxzGH1MYbT6MF5uFCLYEkmUw2ONA+\
      hYsuuKPIuMEdscRLgEXAGhFGzBlhoa6jcXyEl1BLIGEOow3V5f+5Q+DEqLdNV7Pt8l+His8p9mZ2TPtvDbb7YgwZ45MGdGMCIS9e3/ffd6fr+z\
      fY/IM87NPHmx5Vi64MT1MA2zIsln0h1qcafyiYfwsAfNix/4OnjvUE44WHz/wCiqykn3GzHwYA3gxU6j3l1HfqRPRBHlVuv9+0Ft+y6YIg7Knz\
      N5S3rHWBxTxgUlK0y2MZN48FgpuEhMwVrLqX6f17V4YRmxkSEtID5xitH6vO7e/H8mZ/rDW76XBBIWL19bI+Z0PGWAPoyUeyfInoGu4QkW+WlC\
      NR8gzl+pwRpKwgMOSbQS/iermI9gdMM09mkSN9KgkNKYobTS2WqCrsmirstcVdosp7mE0wkmTKdr3Bh05ZLFufoJ+X9Tl7dpx3l7fuyIQCNctO\
      B04a/QmkZklnR+8+BsO4wUUNOZVc7etYWbgxv6XV3G3sUWL3l68RURPntvuN5WimnijWs8+/olss/pm97vHn7a0ZdfhIssQapnZMyHcLzsra6O\
      tvWlXIiC7n5toesfztYlcZA+S6IxGNGKmhRhJRqLOIiZU0yY6JMB7RLI4qC2rkifuPxpRgOFpPuM7vrrgK+XPH3QWknoOBXauPZrDsgDF350jY\
      1pwtwNfatKqQtCHugaF0yt+pn2ybyBvjXKLeszQacrv7eRU8RDBt8nwAQG+RWhmGtxePa0Qjhgl0Wv7BXn80f0vUhC1GwpwfNrRY81UZMhjvnu\
      MbBnKyIiKysyMisnLSfu9EmYOU4X5FgyHzJ5VXwSWK/9UyWogJayQRRdveZK6r7iBqyzKf6JGVgOj22jieqP10YV4Pi7FR1Fw+fNmcHbFvT+fp\
      08qBx671qMlg/f7BqFHn+Qf3PZoOPyCGt/8PL/xgHXBQk/PwY7Mg7vSP7PRmRci593EjBD1kX0EP7D2sQfMXr/5isB8yMi7/XZyBunQrPVMv7+\
      F/M49MKDZ50sLxT730klnaQw+Poitq3HPOTzhKynxoUU4wKPrgYClMGfHKvjyrlf4gL9BCoJWU6G765Rpy16hnli0qzzW4Y/6/uOgMUqj1SIMY\
      DGmQz0b+D8AYgAYMHa0yAAAAAElFTkSuQmCC
      """)
}
