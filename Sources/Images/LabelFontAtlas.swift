// swift-format-ignore-file
// Made by Scripts/make_label_font.py from DejaVu Sans. Not to be edited.
//
// DejaVu Sans: Copyright (c) 2003 by Bitstream, Inc. All Rights Reserved. Bitstream Vera is a trademark of Bitstream,
// Inc. DejaVu changes are in public domain. Glyphs imported from Arev fonts are (c) 2006 Tavmjong Bah. Both licences
// (https://dejavu-fonts.github.io/License.html) permit to use, copy, merge, publish and distribute the fonts and
// documents made with them, free of charge.

/// Pictures of a font's characters at one size.
package struct LabelFontAtlas: Sendable {
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
      \u{2026}\u{2022}\u{221E}\u{2070}\u{2074}\u{2075}\u{2076}\u{2077}\u{2078}\u{2079}\u{207B}\u{2080}\
      \u{2081}\u{2082}\u{2083}\u{2084}\u{2085}\u{2086}\u{2087}\u{2088}\u{2089}\u{209C}x\u{302}\u{3B5}\
      \u{302}
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
      11, 5, 5, 5, 5, 5, 5, 5, 7, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4, 8, 7,
    ],
    png: """
      iVBORw0KGgoAAAANSUhEUgAAAVAAAAC7CAAAAAAWd5nwAAAmTElEQVR42u1dZ0AURxt+F1DpRQEpSrMrIoqKCqIIigV7w6ixV1QssUHsxBYjBo\
      0NbMHeYm+ILcTeImCjiHQEkQ5S7v1+3JbZ4/Y8D5R8evNrn3t3ZvfenfrMzDMUgjJUZVBRuuD/36HXOxCg9/Hv26EBM8FnQyWfuXgxCfzw23Zo\
      MXWDQF2PH3bnme92gLuODAgP5gybjawuAcCAE2J4sYVOv7dcKmQST2J6E6hzyVXSmDSR/zppagr9rcZ3uOvy+UZaA9MZNIOiiCRv9tQzn57LoJ\
      gfjIyGJ3NW7EI9Za6nUhRFbWJNt5w17a4xQJ+iKIpKUiiH3utQEukgvozt03u2VwL9e/LyO0HjAA7VHAwAAKXDJr6bfkh6EifdapCwx0nueu+S\
      EnjUr7zS2eRVtiMH1hy5GvPRi0Fb8Cxxo/+8xCu3ZjJo29DoR/lenHWTBnGrNyLOZsDt3qOT/2JfPBsRp7vUo7+CRCiC6wTqcuyQG4dC6QTMxb\
      ZRZwKOrKRNN5wRtXLSm6aLYWGta7xUyCe4r+Y9cLs9AU52qTclnbSmqqIC4dexBDAPRHwOL1l8ViLJTdYkOqnOXr60fg5PGDDFm7yr60yJJ+br\
      HhBfVMihFFCCH94d9w7DFQtQnLmTBhloD1tCmxo8j7umo+u9zFgMNbqNfiGUSrIRDxqn8J4OFFX5iuysJ3f9PrkdQDPNfwVvvmlPgJS9/dmqYs\
      xGA8Lyp7rFjBz6ujTc0Far/U3CepAumhVzqEjlnoxPP3ondr1CX++2GTkrhbUE1LG4eGxAmqv2wAJEnD/ssMkdLK0VJSWNZkE8eNKYu97jFzPh\
      gWcZA8fQ7+j3mRk0SzOXA3HwHBHNgoRyaGDtGO75AHZJDPAfjqlcDkUsfWjfj77MgHoPc/21Ezmjw3z6ooJDUe+l4IsynyNCDNNXd2s8nzBnNk\
      31mZrb/zfEDNVYPFP7Qlh9aam4ySjymDiBf7NQkQ8BgA9C73mgB/lWcAcRNY8IODTQ6DGZnVKmWxaIL6PM3/EdiniDoj9UIbUMEQ33sZYHVLSg\
      Q2WFRBO81Y6DfwdlQAIHR/yJPc/htkmISRCBeFnXZq+0RPyG8eDkKbKeqFAd6rUZ5a1DV5tE8uMmwb/cJwOAedIcik2XIYrqhLCW8e4o5FB+oy\
      QRjg7A9bMYMCjsQuAfWnms8VQfRJ9peQM3IKJLu6cF/7RUOSgtkYeGpSS0viynQ9c0EL5tAtF0Yqn+G9K2qv7T1F5dUKpDfS1ec6Bs6JOi+Akm\
      xcTTuRw64FHB4zZ92Hxt9jDPX5+t8LI1jyvm0HlrcfAhBoR76Go6czdnNU1CTHPV6pePiO+n16vZcvtZ9fPSUnE8TYC/G5XL6dCp4+R06HVbnq\
      1sXh2N/mkMCgIAgAwxyAMAgFqM7UwHDdOhL1CqQ8910LSclcV9JVPNTrdZtNmkFBUq8hLh7yCFooU5EqD3UXmjNXsr541zF2P1BaoyA7/wlxP/\
      i6O/xns7Vd/DKSV9p6TvlA5VOlQZlA5VOvTbdei7H4x0uzxkfkgdYaT3Y27VPuSQvVZbgvGF2OkNahn1vchwktSfrKUnRalZLhEx8H5/Q027dU\
      WsTcNm1EPuToqirpKoJ5vMg0HG6k0mx9C22QAAHZaTiH1eBVTo2TpVqo0KBoAISptGlwGgLTN38Y+HroZDCOPQGQmPklr1YVjdIbkRz5PHye0r\
      UdjYdVJ+njedcGDO2eNprX7g8GEX47PZL8YumSICABDtmrCDs/lg8cHAXTS45NLodubBnLOsLeeiace/WISI7kCgSwy42Nnq1ofzHX5R4Ntnuh\
      bfNJVqsdsGANvsaFRnPkGDX3DrGJnkM3MlTd812YL4AmgqKhkeI96mkqWOnyuMpiMX1rPyjZMyXoicbdJwRSzxQ0BD9vKujThGSd8/EBEvtPlo\
      GsHYPHwQ0Z2mC0RW08g0PXwQEcebiwjEt6GMeI7L8FPx0MMnrtEPHwVsiy3uYZ7+H1piNM8yCNHhV/p53oiIIWrxYoJ58JGk3O2dzGl6FCgAwK\
      dyfMz0TW1csg/G/WINAABjKXH4GQAAWgQkbYmx77wzm773+PrdbDy/bdY3mmv+0O3fnRsAAHbMqem9k0i27O6DzuKrF/E/VnzqyORXn3oxqfHk\
      CpEd++2vKVQ5Tt4KIZ0taKS+ekk+97zRAAAjVELFOTTPDcCSZYIdPFOT3alDcoxax8DYPJk3ZPRlqOFQo2j21wILLDE+WnhW7QFa5SIm1y/BTL\
      NCJh8AAIykmYYbJDfI5JjXEM7dyZAcYvQXEvFCWPJcfCfIk0N1dSIFbX7peu/tLp6lc6ifqP0SJofeoIu3xS/iHOpunJLn48RMRBynmrb2pAzl\
      +JzrNj61nBYuNHQtvzLGJmv7T3TjYteQq6XMIKnmUA3PBlBQoAGwK7EmZZhyhKsLy2MTx4uvjSC5YrqJYEjUoYZkHToAiHij2Bkw8Z2O8uTQse\
      O7PBI0GveaXODBjdl/+y0ZeO9ZnmYMACqQeW+mqfacEqYRsTqTnW6j3l6Op9ed8+SmrpfNz/FSivzzufW8bZ6GT9EX3+pLTBUbpoF58cnic7Fp\
      E8apgSg4ChFDiTKvYjOCbneaWe2v+NQD9Rp/6sWkxpOP2dg01e0fQev0E1OJ+S7nnn7M8yxDAAAOlXcHABUwtPojvSCwtBVt3Xgt/9pMX10arW\
      1IpshHAGC7LiEoUZy7GHLeHwAAdhWdiF5mw973szMXR9Pies1DvqYHeizpugbgEjQHAJeICG4yPP4w/S7Utl2Loguj/I6yttJXC/4M/OQkHrV1\
      1/zXH9NvKuJS/0UeYUK2zvgTr4QefkM/b3PQ8sSskBl+luI6NKKngZbDKaauiO+l0ShQoF2XRfHKDH5O5ERCgyQO9BNPgPTzZus7yngoS3ze61\
      tbo+W6QtZWy2rkA7LWhD1S6zu8P8Cwps2wu3K08rMr1KibNc6QT4hg61Ax3a/FodnwK2286a5dq/WezyeY5aZ4ZYdgs4A3H2O2ORZgtQdH//8U\
      waxoiNwQ9q5uy0n9qnvci/c7X3RTEsxVF4b+M2GVkrFXsk1KhyqD0qGKBvtPDAHSqEypv5eO0bH9P3SoFWUvaHOnmclPh21uH6v8zU4/SIoUdG\
      hPitLpxA0r/vHQ1XDYxxG3mnYHGNPrgcYGvf4WXxfTQ01mObDVFgAAE/Ga5v5iusd1BgAA/N4QAAKpUIAi9YtQYr8QAAKsxUsDB/cDAFFXen7/\
      Kp1oFENsEqwXuSgZAK7ekfgnkymBFnva6LGiqnboU0c9wb4YevhgzgxdZpnr+VrL3mbu01vKjh0KAlWY0UKDUYm5V3pzndjBxFI5y82IiHXFa0\
      nOa3xAxNeUeN1VJMQj9m+xEDG0Rh5ipOYNfKxJr2N5b74VcW2jfHLtapsB9Oocy4sy1oPc0eLBNbX/0Nz/2d3wViGy7aksn8UPMwRXuIkdigXU\
      KeSRpapv2MFYuSq95iuNv7hPhkPLLQIR8aeOtM10F5bpH2uLuKgzImKARVJjdoQSpvX8sdZ9ItHy/m0Y9/IcKrFiScKhR2o/wlC9m592YR+grF\
      aJWIcudtZpHc6gnFlW+pPZb5vSR6fZFtahebMs9PrEs4nwFq0m9dJpFkjfKenQKLiLiFhWM4jLoWr0CjVRowF3iuRyKK5sifjRiBlpj/wB7zUt\
      0c3CdssREUXuBq7cCrH59s14C0bnmbNDfZ5DJdbU8R16u+59RLxo+lKOXFn2uOEB1qEG13PW6r5jiAXnqA87zjK2zoPTY9qyDh3YKy5nXmvmtb\
      15OdTJ611se55Dc2bppCGfLF3NEgQ1z7FfwrthjY4n5HFostpdPKzPDNb3mODq6djzRLaqODNsh51cxI/NHcn1dzu1HqFUh0qs+pQs8p8Tfh/O\
      5VBEbLZDDN5CNHFTDKQjXmUcmgjJiOW6z6Q5NBoyEMPoO1UA4HfK7N6puhJkqSlDzr7ru4KZjzLfEp05cugNqXVxjVIAgBJ6AsGsz07YOVqTtr\
      mlPb/WDVzDbmi0BwB4s3DSQo46rtnMluhqhM3c30agtu97tiqak2NttCmfJBbaAIANDeNVGxA3JmkZA7A/vAFzilLNjZeWZLK2oTghptvkg/l3\
      u7HkrJgsRXZO1ig4dhcXWdfbSjoDaxMNAJkfmHSnHHlyfTJjq9/4/J2u0C0srEsNACj7YcTOfmOkD3lfDvEfIOSKXuF5lfdn+oilqaKAMuAcBR\
      BHb4ixKo8l7qxX8A4gjkGWKpmIiH2lpWmen0ncKckQnq25LOH9n3rrCYZwtYV4JjDJ82pW9naVUKlF/oj26fyEIS1KmKbF0roTZ5xmYo9Yrm+y\
      ERFxcYtCzLH6TVoqGTa8Jfb8Io8uxytf5N9Q14pvW7ALVFvVvpH7qw5Th3p2fp69k61DnYZyNSPiAM9XBfcHFEutQztWqEPJcNNdG6gjJOWaZ7\
      idXsXb3UDXYZ/0OhT3ttIy9eIIU38gFtifgLmI2A+eIeI1zWeI+LfmMympbGHKpVSH8nYfKVqH/lq3ZofZnEMXOWnb32JXdk+vX3tKPtl2c618\
      7k82Wo4sDc93aEJPnaa/Qo4wwfyu7iL8LwQJh740Kq+aRulLhPMGAhu/AACMdq2//p8Ye/biDT2b6N8jhp4d/ztD5CMn8v5d6PXN8qHx4pUXY/\
      Z+tSe+976iNWithpJgVtJ3Sod+lw61l3udBf/ODsFK98mRQ/lu+t6cVtxLezRzzdey2FvTLkohh96dKIyqN7T9Cs32pcevQ6RbxmZbb1PWoZ8/\
      1Lc2EzJptk6X16Gvuuk2uSJnkS/s36dAev06t7N283u/1dObLAIA+yVkmu9+MK47Jou907ezbhuWYUn11G3+BzsVZu/XVecwm2agtVbnxwzwej\
      SOIvSJ6l0FSKKyxWBLawB4o0pzQSeaACyh4uCeXhkApNTdDzDBlWbMtrcEgGg1Wl/mEm+hPgCUychgKmVyfRPEVhb3CvyNGRLbkbchlo9ahaS2\
      nVomYLN6mDdOZ9L71yZHUTLNLr2TE1x7Syd1+TRuK5N/2PTxVY3wojs/caIJe3i74EMRExkNgqxaTxCXdmP2Rau8xQ6NdqC/WIAhVOf5vrqpDP\
      GuG444ryeR0Io23LLh7P4jOQOptoKIuK9efEWyWtoUSKvfELMgSR6HLrZeK2jbiHidykccuQgl0oyFN4gRkCKN1OXTuNiKXLwVp/WMfIIMh+Kw\
      WSiyZKeU2u7K0ds1BLvSqwiXNdIJY+N5j8LiOgRJvtc6lVDIMI0TdmiZK7DujhloYOX7Mn/nmgoOVQEAYwANKJInO+/W9Ba0GQGoa2oBqBeBRJ\
      qJalYADSFRGqnLp3EBLIgUrQ/Nbzv+X7nK2bgDJdeyB7Hj/KvXO/a+ln+Hbqanvm3djb1z+vH3x9Q4WvPKwgsmXMPzzlqGyNfZx8/YBuvgmPhT\
      +a5Wt8ZWslFa27L7h8+v6euXJQDEQH1ppC6fxgW+JE/fS/e7uRRKf1WNIoB3LOqhfm6vF6uy5H4ttLuJ2aY6zQAAQDTGM5rbMtHcce/2saxw1N\
      NRJ5qSmWJQhPDfeN6xJft2S/rrtvo9JSPEpJIOVTtg6/rusx1q4+KdmjirF7v9Z/vNvA1JA8XXDZxmZMQtlh4v1DemtLyInVM3fUa2CvZ7st8u\
      5P7Gj4Enx7PIOTfEHdx/pTOof+KfB2dzyxKmr7/N9gXfem5z4j1Sq0T4b5RofYFuk0pQN5ekz6e3tO0czLntcpP9zA6cZ8SbjuQ38BTYBdNFv5\
      dBwFF2gciCixpEK78u09xzEFHmb1pz+wJqOau3hO65Yode33BMq+uCoWzfZKCKK7uy/a/kIfxWXk2Gqlm5mpytvKxA8vNVFSouLhBaTvBFQnFt\
      GXuGLhrECzVKue7z5Eledg5NjbX51rru+IfGYGGru4vtaOmWvXXeT5WrVpRlDO81xPlbc6im/u4aMtxxSsgydqx86SsJZiUfqnSo0qHK8B936C\
      ivl1RMVadJUVWS5on2WVXcjagYhhPXJd4mxlI1FvGZUSqiqNNOqb22YAsKQgX7alk/Wdawmi8mNizBeJO8XUgyHj9Et9FfKRApBGp25bq5T0Ct\
      PSH7ieFds4WeluZVB6CBPMt7AB6gLO070qHbjaPSmWUncQOKEXH5bmaxzQjEIA/p3WD9vTIkAlNa+r8pebPajqZ5Ehqny+dPiXi8Vz6Z5fRKQI\
      QQM51JfcR8t0PyPa4XgFNRA7lu9XhAduz5uuCwv80xB27T+F235sbbmcF0YXdrg/5BtN4CLIq9lrlGYM5p2I6HwoVixta2g3SsjbbPAIDSCQYW\
      rwlyBBdArr9gPC1rTU+P7TOkDAtVKBXBUeN1l64cOKyd4SF0I4+0hr+rpg49Mm1hv11c9zZblzOpz824EKc3gB4Jx6jd954TV1+qR9NuDfT6MV\
      /gke/1Gnr9nI0TO+plATy5Fxlrw5EeZWPi3rnqCsVzhnkFHQ931KtY661YYunejOuEU5RpObN3v2D2B1LNxSvfbqt8rrGtmjq0iy9Z5LUACGle\
      35WIjx04q6dJtvSR7+6BWDh8kED5+HddaHtERFz7DLGwe62+bn9zK+AnpzTdRYhwiIMfHQ8DANrF4dpnny6EXJHfDgBBBIdcq+0LoUh80vplB7\
      LIT3ATfFYpsAIc4rG8PimLktCMdHd+/ymI+iwtdvDlh40uNIihqHNp+hSTQ71IfX/Ha0c1fhKiFs1e2EafKgaA12YAGleKz1x1FuBD6dZwHhMP\
      YN69LE14bfY5OWYKInJzt2Ox+EFT+SI2ufNETlITEZcTRR7zckg2+KVgxKIAox42hUdp9zdEXOZIvisRmof+0vMnX4FkDHNiDq7Up4LvZNcBiK\
      coiqjDTxXOvPlHoFC8cID2vuNvZ9f59J80KVOkuH4EIH1Bbi0Lvip3HVoiIqc/pm4+UfJkidR7k3SuJnw4MeuxVCN/WUC7x14vHISe+cfUvw9k\
      vUiYvAUArBARuTZDbZ+N8fVcwXgZEwo7OUzZ8sU6zEGZmb9AdmX7oRKqy3tbqbS8z/baxHMWApXHMkfhKa2MFluF+5OzLWpYzMn6bCpT3niK6t\
      +b+1gab+zSiOvdyttt4s96VpCxHq4Ib8t3aF3QHpyL/2/BXGIsIsuhQxOl/672ZcpO2jcxLm8YDkKjW7Q4O02IYFaXpEQPKymOT4U3droXlASz\
      kr5TOpQLIrfdPLyIrHFWmBBrBm/q+wWvE6qpftRdJN/zchrwyYNehCYpDKovvasHoc158/Cp9d9w4F0ThxK5/62Tw3N7YfquSkJyU3JqOKpVIQ\
      eedst0TGbRpHPjjLlNq782wVrccVa3B2Z3SJDvebcdyYVbRwcQ4MDUV06sKiiOHP6C2yS7YBWZxjByw/2Qy5t9OVTr2KpWwg//d+DpuiuqUQhL\
      7vDad/eA0zr/b0V+o2mdnwSs8RT1EADA+/eK6ClVwzGJRRUCqaysMGqsqteG8OdDWkGjJ0BFfWZJRWb50GzyneVHXhSlbjk8nE2TU2RWgX833Y\
      oIOyPdoVZiRb1bz2ZWRPaYrRPOogq1Ck9ZWVFUcn3OJSLRgJEXoRTFYssV9JlRQpFZPqRoGIN5YU1cGWkWQpFZBaK6NjLry63HX1FQLslqFM0I\
      VpGCDmtneJC2huQY+3LtrW8iK41OW6/Pvsui5FMruOZq2vgNjTVtVw+rtrJdo+HKWXNovZ2xuXs4h7a4EZ1ytjl7X0337GdT+CoyP49sIg155d\
      ttlbBxga+srCgKmqk2PYhFW0ZzC0kV11muwjDyA012kIrMiL/VNZgt4lqsLbZpo4eT1OldxzJ8XvcvDqlSlqdpqpa1SbbxPGVlRdEb04+YYchw\
      AgVmSXiRIT0k9ZkBQEKRWT7kU0E/VB6kBwBOiO/gHK0myikyqwDMTcsKoISpU9+pQaoF+/oRqOyjz0kxVWvD2gDAdh8Xka+srCgKTq1FGWUepN\
      G+lHpULyhFRP+K+sw+iBKKzPIhxUL28DEYTuhBE4rMKpIU75qQGxM0DpK98AEtYevPKgSC9EdrK9pKM7jlvHxlZUVR+d4oRAyl5wTw9weIzOkM\
      ldBZrsJwoHZrdjKDUWRWAyt+T/RjmHrLNQR+cukuPF6wAHZE2NIIjoZu1a1gKx3ZwJWNxCort6wMuqDaHABcXj61BwC4UNqW5CC2DdSeYP7mYK\
      tqa5XK3v4ZGMyJ3q+z1ZJrpFTa9iEiIk75i0XF4gpEwjapLcF/8pWVFUV9aTQdERHdFiGTQ1sgVtRnBkKRWX6kWB2KwwFq1h/KTC6SisxVNVIq\
      1jnf46tnkt6H9L5ZcqSWwfn8J0O+7ruL6lz7dtkm6uiNulPGf9VXv6/zT5v/nkOVBLOSYP4/cOjbeom8DkErgpEo79iQ2Jjka3qx/ysFHrOlNw\
      8+aETMvf9bf4BgvA+WkV/TG8fqdKm0HJyYj+1P9gnWk+c5/LL2b08O2T6z70rIPC4Usz9yhP7HyG2o7e8QK1CdX3j/Say1jBhJTGNP3iK43Wim\
      SZ1pH6uYFXdIWbWtkknAF53oLij5Ykn/YhuX2mkju6yi7RmetagzIaj5yobQeCto3iOpg9D3a5v6i5wOXTRSxMMbexVxDg3voaPehs0kiiJ+uN\
      VdR8/5dJ/TUrRF5UaD+iJieZcJUrvWrgH40acXCz+4/kMYy4cSOwDzu7xesJ1FV2acq71ZyE1HDVzkXZ6xkrev7tiAj1wOpVWX6TkRRVG+ywtE\
      vO1Rzmg8vn2/W20gVsahEvrMHgDaHW+wGxz3lHb0uon/uQD8I+oURoibjZ/gNQNxVSmy9EZEH2et1Mo4VEKf2cMHc+boprEOvWzNlTq+snJVIT\
      Ac/7C3pumcYpTUZ+YpMvMQSKguK4oQcVed9Qa0unAU3EVcOrZE61ClHMrXZ/bwQSyk/mIdel4nmWzoCGXlKkQwNzPZYyFK6jPzFZlJpAIZYA4A\
      oGryDgAURgAwfuiCn/qIL7OgHgREBtcwjK9cF8S/RHchv09CrMh1a9KJUGtUbT3zzBdAlhvqmK0PBkg4s6e5/mRP2pD0V7C17vrYKClIhX9Enc\
      IIAHYfW7/hvPjSAtJ3Xz6kKkoVL43l6zPLjyT0mQFyF2tzW+Zr3ejVhfEoX1m5CtFbFYpq9T5XQp+Zr8jMR3R9hyGq8Vzt9/lIog5t2blzAeJB\
      Wg2/xzREzACa7ZIf8TV0PQC0HMO4RgkR+8yltxSp/pUrCmBWq1YhWt2CRnwF8bdiRWZpCBDPiFWX6bMVFEX5Ls8R8XYPcU2yCWYnv9+vT9v4+s\
      zyIwmH8rpNrfYgJtvSi3r5yspVg+Koa0XXh4xflJpzYRxK6jPzFZlJBMg7oq4SiAwJDlf7GRM2vj6z/EimQ+uC4VTG83xl5SpCZhp9332cV1e/\
      9xOU1GfmKzKT6MuwTZhp9A3yHnLx2V+GbaK+RX/Kx2cr6bsq5rOVBLOSYFY6VOlQZQD4HG1qSYeKerckBO2cF12i6I2S2U5HeDeX9tjEgbdNhn\
      Mgk7o71ZO8dbLDM//TLAowvDztBjvDMmIp/x28J3MVeYGjUzFnGd4kmljobhK8xUq+9njCXP4PC0Zxm+k/OrcnNp433LSXXOdU3metQJr51I3Z\
      cq0qRUS/zXd7l0kl9/J6XOVt+SN2Gxa7RazcIMgKJq5TN7zNwfZJbrbcWWHl43i0+NoZBPk98uzx8SzIcXxuM0YRUlLk/SsJ/xhP6EtMOnJhhG\
      DESQGyJOWqcQrkfGhms8Vfmss9xo35ERExKadKk1fMoSoA+T6W+p5v2azNQ7IUmWWivY2j17AndMlSZFYU8UP6CGPjKUOYTTF8qQu5EV+fGeA5\
      oRUtYXvlUZuiKEbl8ZK9OmXC1aE/Rt9IaDqQWbTMR4qGH949yJm5gIV/rk37cTRTUQ7LefowkZXsUxQBwBBklQuG5j69f1y7VeVeelTCPwA7ul\
      syePuqpOG9M6TZRF41nye5t2M2gk4cmIXs7laJ4+skDrOTpcgsA72BOMQYiGEKj7Ais6KIv4U7BuJwjB9r40tdyI/4+sw8rWi+7RW8RYwARrB5\
      iH8RUeRlkaWKhgQ1awBzYM8VFlZkVhSx54n5AwAk1bBe1GgpJFayXEnoM5Na0XxbmpoFQAP2/3lt0ujKdZv4x9fJOsxO/mBZFg/wGqyl2fiKzI\
      oiAIDjFLNRyKJ0aZ7fa6B1nSX0meVHfH1mnlY038b/f++9thbfILpNwmSpwkUee/dKTugylGwvi1jK28UzJcGVnVFXFPFbeSeztARXVpRryMAP\
      8e5sQZYf4RFjiiPm+QcA8m09PFMSugxm1k6o784nu03CZKniDv0wzrju5FzpDk31MjQaxW4EVRTxwhOXkfqELbazpu1W1k3yIywx6UZ0m3gHAP\
      JtmSONjMexGkuXHbWB+XuA30JISauadHj6zBL9UJnazV9cIuMrB9MqmmiQoc8sW7uZC9+GQ6soyNJnlq3drCSYlfSd0qHfuUOTVS9VMqXldYxW\
      C5jm66/6fjxKt/YbWLkNS4C6Al2CvFEGBoM/SLfttIl9YS5EeIWpxn/xrtNqjd3/jfWh9ILgQjluXm4X/97NV7qt8XbEQDuhmB1/Vez1VoGch5\
      HkDe6i4uTNLfgnJYO/aqCL/KuGGnLk5jtjLGu3S5BqSn7tCuD07L1AzOZHFSo+ol0/7pDvzlKjfdS5clGVF+DUoP7ircSzh+9//4k6L4gu8gV5\
      iEvZFeoJfXUaXPT9mR5PdspFjFN7yw4vi26asENMHvUVThUjZsFDaakgFuhxCo+0ZNMTMRpvuR9xaWMma4WYlSPiuxp3xfCCZY5WBD8HDD9IXw\
      T48A38PEmiAB8y3meER8vbqnb4RUzSRS2xV3VeFyVxBzFzdNI8WVzkz7TcgMjunBG1HZsdYtIgUowKO/yOuLAfN153ArMYqQ6l+fhb0lJBDIaa\
      64jX6LOMe6NDWrlp2uyem84LxAzNOHozzhIcPZP/F56a/4aIKFrQ5I18DqXvpON9Rthmrj1oNylgnritt7qN+FX5Z9KR3CwgHrXH++zC61eQiF\
      jPloEHHPGj8UXOoWWpfkZSydlwNUQsZHKoRCrYrvsoB+kORewYPL09S0CoiVd8rxOrTCarRWOYPl27cyfeP0BEdnoFXnzCoWd58T5DW3Srmc6g\
      3SRJkLCVdaj/6Zyns0wNR7EK8AWW29hGqbh21DzmzES8oYaI/Vaw9+nEHLYR8Rgl01PSHJoMKYiv4L3UVB5DWBjECjg0qGmN62wegHv4WkWEB9\
      TFW1ecEEUWeyRy6AZERNH8pvLmUPGddDx+CAEgtP/JM2dDEFH0cJmDavuV4heP8LVTdVrLlDlxDs06wO5LW9C+nGvlpy8cxz7iJaRjqelCFo9e\
      1XUdn6IzZGaWzc8hRrLUV+OjiDvtpKcyuR2KrIkTGwcuIf5UrgbHcRbDObwOSbjRAhGx3GInIv7csdrqUERM3tFXXHpnDf2TWKe86hSZQyWKPN\
      5X54gpke2E7DU6jQtYqs9UnaMgHVv8W/BbbYYGNO+fkTGCbWx2Nn0TbRUiNZVc7eOIy1tzrzPPs5gDDymiI+bq+X5ku5/T7acgIp5Xz0bEaHgm\
      118nXZg1NV41a2pVb1wUDs/q3Ob1Q525OSZ84aJlea+nDttomBJnsTq6mGm2YzdbSSgWLzWo4y89lW2NyxHjVV6z1vj2ak9Y4GZXn1uGEO2k1T\
      fZUdszAxGxH7Oy5LMdmje4s0qn6aWV8xK/tpVZ9/rtkX+hg1uAECtvHloVH/dSrTcNrlR9nvlFY1e1duyrb+S7aLrVuJUZVZ6ub+H46iVHqisc\
      jPODmfpWsd8MN6IkmJV8qNKhSocqg+JBDSCkUQdyzNXoSWfbanudq6cbewt847wVAIu5c2rit+ZOZre5RO0B6MQdPb3njslcfQ49tpv0Nfstb+\
      3yyY2gdjediA7xa3tcHMiiPbXQyYe0EeGQWhV04mLdSzeS+hXraxMd90EfPnAjgGyXpBJu7qDkw4exLIWD94eU7OMGz2em4bpdX7MfeuQweW76\
      kcNXjhBz9UtcU3/nVpYndIG3LoSN/DAx3avg617vpzbkCgev2ZBT4S/mbiplwZXaG+ZwUkU19DGKO2muke7uexxKbQSNLn/NOnQ+74iv+c38zQ\
      kYbvGokFvvFrbmhekgwkZGvLZC7mceMLQj+p1pofmQFibeR1Bag94xL54FiCHXahhH7K61mUWFHwN4OxN2TOKUCVKLrXW4Y7ZGPJx9ktuy8H7i\
      xIkTJ36FSbqvGER6ABy9Fdtpqv2dprM65yMi3v8RT7E0P84EAAeSHA/izu6MHIKv+nJplrYm6Ig9qzGqP/nEDUFC7xI6I7C80n8od968eZlfeN\
      OCTIfqkg79OQp3aT/Ho4fFzLL3dN7BpcT8699jxk/JI3Z2zBjHsS34TyARqWD6rDEcQ5U3fsLqcrnqbN6Bp584YFWwdq+O1Xf767SM4ai8FIzU\
      TMTLe6qDyQgOxAQin5MHnqLMA1bDjhOfOrXZuGXF1UmOjMx8xgl4DPQ+OHb9wEOre1RHL41fZ1doIgUPWJVRu38hh+5VB+fZ3ARrU4BIKhKg6f\
      IKdzrNiQ3y3hj9u1l1ONThDtxrK2CTdcDquilUOhcPVcGo6As3Sit6YD12OwUua4IYARGITZb9x1bq8ups3oGnnzpgVah2/0JsU5cAjTH3v8uh\
      p5K+U5IjSocqHaoMSocqHap06CfDC+tJAkDpUEVC/tQw3WCpQNkPVYbqz6EpdfcDTHBlmFxSNOK7y6EKTndlpvHm8q4OuvdgwVPGifUmzdf8Tr\
      OowtNdBybc4fEMyxrpsPKzPNGI7yuoKDzdVVSczat/p75t3Y0juwjRiO+tDlV0uqtJw57kWYuiMZ7R7IHdfNGI7yqoQdtzoEWc+1129DYH7tn2\
      qOfLHmSucwB+4zRea5TxEvJPfPCgX3u6WtVQyy+r9X06lELY+qJgcSP2h9uPiLOOC+er5cxryXYufagGC9luQfGCmuu5PsL1/ndagP+Bh/Qc/5\
      WlUfkQ3VDZD1UG5Vhe6VClQ5XhM8L/AAdpfAVAc0/CAAAAAElFTkSuQmCC
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
      \u{2026}\u{2022}\u{221E}\u{2070}\u{2074}\u{2075}\u{2076}\u{2077}\u{2078}\u{2079}\u{207B}\u{2080}\
      \u{2081}\u{2082}\u{2083}\u{2084}\u{2085}\u{2086}\u{2087}\u{2088}\u{2089}\u{209C}x\u{302}\u{3B5}\
      \u{302}
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
      15, 7, 7, 7, 7, 7, 7, 7, 10, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 5, 11, 10,
    ],
    png: """
      iVBORw0KGgoAAAANSUhEUgAAAcgAAADyCAAAAADsXApJAAA9MklEQVR42u1dd1wUx9v/Lhxw9KpUBUQUFRV7F1tssWNvqNGo0WiMRmP72WPvLT\
      G2WGOvsaJi7713rIAgvbfn/ePazu5xd1wOo773/MHn9sszs7P77Mw88zzPPMMRjPQ1kInxFRgFaaSvSZBd6gCdG/GRqrGGatxzi90ssM/8qVFk\
      BRLkEW6yAAnjLsFmlJjzYh3gQm0Nd8ge7eE+PAMANjpEKsC3vT0dGuwltnoR/VK2PQu0rTBazR24wn1FQ92FesSailLXftF85OGMqpwXw5Pwey\
      M3u4q/pfCgvEMdfaz8v38hqC2mCPcTvyDHcRzHuTE88aP9LUv/L0kFTOCEbKSWDmOSADmOi2Q9UsT4FnvpJf5RXkcO9OMcmu/LU3FMdb37qNgv\
      RBTrskKBpZcFALxkqxfSHawXQhtxhwWudIglUGyHK0LOqzhMhqHi/QXANABAqUQVkg0AngzTQNnrDUxRQWdlkO09trrOHhjOu4yXcbnyWSJ8AA\
      AzVch4ufh6K4B/O7ReRG2c52opLlPq/vGcEo60fazi2NAvsPTA9QBG+g9SYBce1H2Yca6Nlq60wqqDEGpvs5IFSthWOIajFWxLFFqHvPW6DQu8\
      mWa5Lf1Z4ydzeGNCmXFX/Vgux8GnIpMOeNz7SwVJOh14m36/S/JShnHvoUWCOw4nIoriIz0jqpxNfzfDXoVMJyKiJehvkB75narib2XIZrR8XO\
      XhodaPVUzS5UTrkUEnzO8qsYP4S031AspzaSZu2LcueQLkRGmUOilmNFiPnGKVxgLzMI2IYq2Ks7Cfp5rCf0M0iD1Hd/5lnNuqq4IeOVxY5DTc\
      49W2rVwpMlSPFFAk5paCS4v9pVSQ5zvgrYtFxqBfApVY/SIrUrXW9SC2hhisFXtfPMtzhal7729iyQJXEQLAOfj1B+2FbRAg0BieTkZbpvtVGi\
      AstNfVstzUDB5wCD84qKv97H1eV1L/GR7BZJ0+1wyHuZRut1B5fQbzqEoMwzLZ48ET75E0zj+d99VVQ7VIbXVvF3VbItqKv5nruH4eR3DEo19c\
      YfXId9xqAVIXWUREw3Bda4/MqVsijZ3igRJr+Mghp3d0Vd0cWYNXsB3OTigqrSLSGLpJopS/8xHkaczW6TG3m76nbZJoFTDWpJT9tGt8lsyfXY\
      sOSbtnfiJnopfL96lERClBdS/5FLtFRN618q97OQ6IwWNYwlxfkis7l3lYJO+jvftvBbmSixIglc2IiOhXnNUmyJwe9jdJKEiroRkqINFrCwkE\
      mdApPCF6uw9fAI3RDQCEnSvGoh1pE+QtrNT+jLx+3VY1BSwo6ou6McL5rnYoLXC48rLkYCKiSebvKKqqzT56LZ+01dIK7BeDR7FUhAmfQSdBvg\
      SA77Q/ZIuapG+PTGvjfE2E3emFoarLAR1JKEgZ3UUd1UUruOxN/LjWwvwjwzMbB7UK8iU26ylIoioxVxy7CoXiEktBg4kWWeURUTVvIkppZTK3\
      j9PH/KvfocvQmi9pG1p1FGSyxQwh1AUPiIhaIFqzID/UcFP7GZVwVv58r3yBC4Vctv6q34Mwl4joBxxnOoefZw5pU3Z8qLv2mXw15drOp2yrxU\
      R7mX9Uq3xGoAONXeCMt16AV1o8gJzXDwHrvYN+Wb/KKf/qA/FMDD5DoGF0GB8iotVa2Y5mthFC1bALwMfTxYtqNkvVfn9GXVvzslRGgsx8S99L\
      5tVeU63p49jzPqbQpuzoSDdxka7iqgpY8NPdvCoPFkuqsHwhTYioorJH/orif39IOBfCcWM01e6q0/JDzx6pI/X2FUGvzCy3pT9rjHEalx9Xip\
      R8JSg45rc7KYmXQ9BA1FT+0Dpu6q3kDzt8MIun/9g5702KW2shZRYh7bjnpHVoFa8j1esjFpm02CpbBUwCJCYAtjFs+y2fEdE8x2sRpQYRESUG\
      yRYOv4dyezTUPtQqWQil2AwmvQTpaaFDmRjUEKorLuLpi2TWy5L8t1pH1it4369ijdFFBYXKELsbGgUpn7Cqp/KwNTJsHmNTM21EBhNkzzpEXY\
      P5U8ofDd3g2jKMnWeKzSQiyh7n6fKdTDRpU8tZ2H97kaLs7R7nX/t9dSa623oJMs+hhF6CPIMTavj+CLQo0odZPukkyA8zq9lZlPrhJWkUZMxv\
      VWytgmakMyx7a1lZ1drBQJOwhX/JGd6xHBTmYqCaOj6/IbDiVfPao1dNN6ps6aZPuV9Wx0j+3/ojDVflnAcCse27PUe/mo5W66qfWafFFyJHFE\
      KPrHLUBUb6CgRppK9kaDWSUZBGMgrSKEgjGQVppM9LkB9GBVi5f3OMD7/r72nuPTL507Xj7ZjyNt5D44Xwu0nVnaU+HbbkKpF4Kfc3n+Mcx3Gc\
      tOTAl3wwY2mws4VPw+XxfC5Tx7K9DuSxBTmO4xJE0F6mrpWNi5i7Vx12ScUlDybk6oogfrvyg265OpzVyMV9DwCIMlPc4BzHLQeADK6Vii95Rh\
      U7qzI/K312RIk+sl88z/VbdwBAjUz6VPQtAKAxaxHPmyGVtzJQaZ9cCssmfB7FO3F+x3NRlZWDA4VcqPdBBMWL6uIbgF+WU/C9VHLJ43BULsOz\
      4tCcfKFz9kVvaOaytkkiIpphblZH2S7XFCJKV4RGEdFTebiZw2mlG2t3RPXrGVEzsFAl7d8iW91Pf9j28spP1iOLzX6ZcdrtxGMG7DPedtKVpM\
      z3B/o+aaDoEGsCfjwRwXCNJMq42+jjNiWQ2fpBxe1RWa9P/+jEcKXcXeB6NoSBiIgcIITa8fpjq/vlt77Lir6+rKZhwmePNrU/W0kzS5fULQBo\
      TQdzJVQ1egHLk9HmRdXDiWmXWie0e6vokSuxkYioqJ/qq6homkxE6RaV9O5hKX81vJ/vP6NqrUpUh49kTdSL0D5B/vNBQDGZN+A6Zj/C/8Rf/l\
      5erMFK1EjPp3+898KhAvWiFaiVX1169cjt5gGvtXFNa1qZiI7ilLWyR06raRfD9MgVqJ5ORJTXA0MUPbKl5bLbWTGzP/C+VZJ/fXd4sVxeUtGn\
      owaSD+rfuYc+tpH9juJUdE8GWUR+79YzLE9YKivMoRrvMn7yt7sUkZxlwhI2yjqkaa/StdYLi2Y9WI6GyqudmJtfw9zH4lCBOtBOzJEacOBZ3b\
      X82WJaub6/cR1YVaoBD5qdNENtu7h5prsUPZIu1gXgPInnVuyPtg8zHncAnmv06Kl38r2eXhKW3Y7kaoigyTvVxwbFJz5jyqW3MNnJv15lEU10\
      oJp1wKHxwUShXYiI0h1bEf2Jo6I50o/n8Soqzcm3f9xHU8GEWEVUF98vV1SaS0Q3AVWct3JyLXiP9EVwonauadlu31OU2Vzi9UhqaRHB75FFLR\
      TPWBExilCPRy8BJD7g6ai/OuwrIy19ugnSeHplhljVFEMZW5v6THRfHbWlmWJh48ZrpCL0gWuwLnqD/wz/4HWqsIe8Dsc2hPCrOtmuKE63vZr6\
      qO1dAHbxALA7vi/QxWqN6L5vzqrakmRvmu/H7oikAnWhJHtDLtCiUNxGBzZJ360p67g+DDYzexLTLgfFMzojUb78ONDX71pa5G+7OqrY/K50cZ\
      EGn06FXQFbGufW/fnEZ2e+017OqldYxPTofm7KLS27Dk/twcomENjkeiYt7dQdIDusOACscWkN2Hbc+5FVULJfDFqj0uPtEnPzbyDvkWSd4RqE\
      yk44D7BLzAMQRHRYpBLp4W74vuPG0Dwd+AakbFndgfUhVei+8R6/XQmKZ/wIe7kg12FTFUu3X0JOvlHx+f8dkx7uecPGs+CNNbcwY79C8RwpJz\
      MLC97VA7RkKyIJQABMJFzezXYPuwN4eSrWnOO4DVmbBJ+w72KP9cqr8hkX8m3dKZQu0NMEZlw0YI+UbO20qXeudj7fJmOffy/ApknG8duVeU72\
      I/qem4tckHHy96b4oaR5mU1NC9hSp8jNXhN8Gv+VopUz/e+WXqPs10Qpd99kQ+DD9bwH9IiqbyWtV/5s5UNjGwJYp+gFa8UVpirvGYLRGfncNX\
      IWWhXogTpiTKYhJbmly+ZeOkhyYJx/QwHkM/jAedVVCH7NAgCMzu2gsOxURM/rGVFzd1v6K9lyvz2X8n7ybyZjCtxSy+7HI6a87uPW63iehjmS\
      zvR363Z/7LMz/VRTxnQSBA/WPxCHhnuqWJXeG+TW9uhvAPLWy5bK1P4OMyAiJ2L4+2LKqvqWvVRzZ0z227PDxzFcafcXVn4X3LRAz9O37Pka29\
      7nxF3eaJhtmJLNXbf21C7JEHoiwsbb/sprV8Cl+sdSMq603+A4VqG1RjjLrQCC/X7AIi0qar6haWf62sDzVb7ryHhfWHY/lsuCw4X7saKsuuYJ\
      Q8L6K34MEhloNvI2PAXka9mpHyuCLmrSIVWWnQYfDGPZyemGLtnCRtgzWqviJ19rJaIp4Fl2nigsO+FKy473ncGlpbZ1tozlfTdHG9k5Nj8xXP\
      NnQ6n5TaH11kat989/eM10/SNq8zfa1EHXsX/3TWeQNZDvXGrqvZX5D+fU7EhP1WWJ64vqOpoXb7h8JmNWtgvouT/cuYBdyOfa8obOkqItt50s\
      UqBy2bBQ/w/Tjd23dc/Rpzf/7Mq78L81vZK1tNRP94Plr+BfhHroG5qmK1GnXcV/bObLvb2/Oe2gKb4sWtN/wYhPesN/Yej+rVoeFSrljJHrP5\
      KpufRFUe7tsjjzSe/4mQdfPfnjeESOT/Mffb+w/uiQiKDrn9TXa4yiKxRyRNMFnjAK0kgFJmOoh1GQRjIK0khGQepA8ziOO6KVK5zjuFn6VP/C\
      q6cOXJu4MN2rDKyq+f+xvdy5dloFeY7jOM625noGT55Rxc4q4Ke3SuAcx3GcTdXlfC/Mu+FlbdyDlyh9Sik8R4fSrrNIHvV2j1NkaerE3ZKvYX\
      0d5AaaI9xEALjIWaQBQDOTWGAstw4A8upbKlLrtJPIXBEXTVVPJVHecWf+T1m6u87vNK0eFxSvkaNE2LHZn/jTHLEpSgeDgMLex0/+oYjRsgsT\
      WgV/VjE9cpRBPZQ7WvlfggJciK3yPBXfKU2mw+RJq5Qm02RJHSKi3yQ4TkTZNuWJKDPQ/g0RzVQlSohy8U8lorRSLqo8DEqLj80jBTRXlMtjlE\
      O2mjX0Q35yN0XioG/QzqRGsubF9y3nA1oX6BvZzA2aqVwVzf93rBStrQrIbblRv8FSlaInvQxkMVqwe8G3+H5YzJmpYhV6o/HF5NjzP/3E1Pgn\
      /mSuxYLMLeYsi7PsqUo/UMsslYiatnAfT0QXZJK+JmlOdMucFyO5A0OJaDh2iJ5jp0T1bsWCVL/xWI0gs9uYrKBt5sFp/9rSYkhBpuN70lWQRI\
      15eWN4MVr9WWt+U6hSx9Tg1CVX0S5ImiiTRKJVBVUKBBwjyraZ1aU2Ef0mjyydgD8zAh3e8HM9cWEUznUX3fSK5WLSIEi1qQDUCDK3q/l2Ijpq\
      3aJgEb25+1q6S8svFwhyhZ9F4Famu88sL3Xr/IDJLNHJzr5zNCPIjBllLRzb87hkiSZPCVJSdLSz7xSlKsgXpCputhHkzpFIU0UWDTnXN3ioeq\
      t4rJ8gX3AtiYj+4PnJjmMc0QVcXGGWQtTURJaRLLOCXU92p3yce/F3vh6ifGWv3IaQJkFS7xK6CDKvn42sG11y7pBTEEFelY3uUxhBykJneEFh\
      mfUAgMlTEFccACqW4gkyqwEAwP6RRkHKClYoJRJk9GzOUpVHgh+jFc0TZMxizkf1hLekzkM23c0tuCCpkek7IqppHqvKCGVei+g36+wHOErZNo\
      p42htmEKReOgQXZWSqkhLLt8jRLMid6lJgqZsj9aMbXU7HJh7zs0riC9J0TtSHhRInVVjsLAQcjI3e0Y+fsQWN76ScDuCH8s1Hy6up0fNNeenJ\
      klWOVVXBb+6mnC0LVpAiZUfqquqbLxllx/0CP+1Gb2fAcXhigQW5GbOIHqIzj62eWQo1bUpUdCxdUGpU8W6C1HNE/dBP5CRpXiGJNAtSTQIrQw\
      pSRnsQxhfkACKioTimhCpIXwiLlHGMJ6I7fEFWds8mIuptmaNJkAFOiUR0T1VQsY60rrGWF27Hi9Hi3BklN7QW76LsX7Gvdrdc3CpP8wJH9u9c\
      3pq1g8M6YC14OdDQMPtczoVgoP4phCuDjYdEFxsXwVZXC7WEdxh2+6CtFt3cptGBQl0frK/naMK1x3s+1kT2R5X5+mkFkRPnRVUHAOX5ea8fRp\
      pxHMdtSP+o6YYvq9gBKOfGGgRGEqVc6stfoKpitEoqHd0jKedh81kL2QqLt9/U7+wZTbe0gyyv6QeoEgBLuz++kLuxWBO+IBF+NSUYCL6WEm4q\
      m0ywfcuQA5nfaTPrL1y/X3vwdpsr0YUox7l9zyUQNKUkA2Qhgdr/o/ydpdnboZNlhxej1Z8Hmwbs8vuf6IU44bmmO5bFPwCAQyinAr/DusNRff\
      k3ryU9FW5ZDQjOCT9fWSby94NLz6k44eQKzS/xwOhNVbW/6tZ0sBAFudr1RFwO7WPBMNkfVZLuUnciRMaFawkA7vLfaSk/udbhpemOvteSADyI\
      Yg0CojChtADUOJqcfrkdKiazy4/9vOG688jTbzPfLpOyCpVwjswtgQEP015Ok1jG8tAg22YcmwKqoaR2IyLKc66P0TIdsqnkKlF2Zevnmqq/YT\
      1H2Pq56jSbKm0KcY4s5Xk5M26/N79pG2E6J1qo7JQ99FGk7NxNOcMoO3PR9kJCyp1ZfTUqO6PR/H7q+UCoWX4wpIjRqv9GGBUWbPpAkLcLLfI0\
      vWkKkw3OHAMvBZqwbFPl6ns7yJOPLZFd3zUPzsu/+o8q9+14jYIUpSY3pCBlcYrdWEGGCJcfGbXzWX5UYJYf8njNxhoFGesFABX8agqVHQH535\
      peyRooHSbq3/PyflH83L6woafEofbivZojPhtf7uImcWp+jD9Io4cU/Vi2hkAwAARDUhcAHo2pPh4AAiedXpp/5a/f6Tj6tUkLK7yhdcp4b4sy\
      vw9jwUFLfM0Dt4SqAIsTU8tYeHRZx48kONvR1i7kGD823+yfxVWs7ILGrdN4R+ezHWztOx2LceANrflSdkddUgx/fjQXUJPjU3h8xynAwMuPT0\
      +nVKZvTanWJFuy1/hM+FqcW212Eoevhwa2qW5y7kfViQXGmB1NdK+84tfdwM+saUG3AaDjDmOEwBdOq9t7mvtP3gxjjzSGehjJKEgjGQVpJK2C\
      VBPvdZDN4pUPpFtBI/HpRZsipvxNus1rilgaWpX/09gj86Gd3MHPoyE/HIjVlg2C0u8NfGQgQbbiZ/HKFzJSwelCyWc5Wpw14clT6KKxR37elJ\
      dcx0/rll2b9ojXU5Aby1gEbC3wHCmj2dwPGgeLTVzY7/5Wde/g9jc2HrMUkPCOiB1SzNxrcAxbcGVJaXkmqefrzvYOXT7wA7M3cWFry5ozh1xl\
      TS1j7dHqLA+Z0AmtOUEGolncMwAIUE1Sh7klAIBabsqd4a+4yQCacosA1JDlnMypY/MIwCpOFVERxsnc7dWKqdI8yKOmOwoECV2OnzBDXsG/Ea\
      KN6AkAXLjKGHuAyXSZH7QRxyl3qCp3QX5cnQHA7bYdAFkcpJo7JshSivjFa4xDUxN0Jqv+D/4dhwAA+IkqZEdLhzLtmomnRESlVV6lHPcqRERP\
      MELF5VuXKNPKpBVRoqk8Ui/CoWI63bOsp4qpyfMvQ0R0ix9GJ3+9U9iXkYAfWKBZDTW28Of5H8Oam5HPP0wAYNviqPjp9IceQ0Vm59/XajWr7/\
      sjNqpLVHCzJylbTZbJINEd5zytfiXlao3nTOq8PXOiPiyU/KxKmjP7deM7Kacz2dQlu+a+Jya70D6vc6kxh4N5yPQdOEC0Xks7TXtcfwBgA3iu\
      p0aXU3EprfvpHJzObSSDvNfcHpXe1XKzaojkBj08D+BPSX9+ByGi73tNZO4QPx9+OrxVd+n2B0y6iMhBbpaBP4clphys9VRTjxxNRFQisOA9ck\
      d963+0c40lolfwziSihq4ySHTHMlaRRBRp7acxDk1N0NlGcRR2UFPR97pDfDqsuEfSXYwhyvOpwOPajCM0qehVXKARJspw7MGojb2Me1vahyjN\
      oYPgFuO/ZXcqBINrFq9Dj6TfHcE/AzBBlc3M7o2mHlkPAHxSCt4h+535p6V2rtoAiqGqOYBi8gOmRXd8WcENgFtQBN/2K4pDUxN0BjQW3m/J7Y\
      qjtsboMb4EVtqchzMRvA6JRjiJkw0rO57EyYrKNL4L/C4MYk68duq8PRE7Ewaz1S0O3yGaEa0sdGmIHasQpVus/Zh0akyQpUvobS9Nyo4s86ce\
      5vPOplPTtHNJAXDsTcR3LIivkG2p6CzRei9nWv7lPZy0qXkEAEy+ntC3J7HBlL91y63MybTLjUyCT3y800gJ3nmNe2z2qsFpW/CnP/tJbV53UH\
      Beevj7bns26fB8OT9wZzN4Cp3D7b5Otg1m3UyLWe9TOMuPrlvPtEyBIcj3dhSA6Fs+fIGK4tDUBJ2pI8uW045sX7KLeUxR2rAiiAAQ8YaPdTfb\
      kL6zKdPhG904kNUYjS8cJqUgk7q6zDg3hamsZtDqx2cHMh/joamHHUST3zTc1+FlRCZ0r8vvuVIdsjz9y3Vkpx0XmxvkLIJ2aR2up91on8pYHd\
      bO/RCz6HenekqgTXzHe6lnO2tRwOpsfp717gj45w44Ikw4dARgwqO0C+2Zflukxe7NSaEMW6O8KcX90ChzpkTZjIGvNo3rNOM02yVv/ChlljcX\
      hv7jLm6bJ1J1eBlp8NBv+XGciKixtz7LDzpgUTNBOxeRbBdlKHgQ/46K5Uecxjg0NUFn4u1r8sHS8hF/d4ilaPlB1QCglh+jbeyCnT2bwzzOBH\
      2IyA21FMhqjCOK9/bkR3dSih1686/fyveOhgjCoIRRUGqVnYeyw7ELRAXokepnsVb7bjWJ//c90v78YE+Jx8ALjnxQFIemJuhMzZR8IdTPwqvr\
      RX5iVrutFcxF9tfW1g69D7HqSCunpE5sDnPHIDQC0AiKkfXRsNpTAIet0UwUoHVnDOJfv1H/TkzZOTkfSoeZPj1SN9qCI584RCz/raLaNvj+F1\
      StvE5szl4Pc7T1yMTR2FRoPTJpB4obTaX5Uvaiq711Ygx+W0ZyTTNLA/s5pnUK3AIdT57d2QmlyhjllR8NXQ77fjpxLsKZOG1TmLT0KJ/CEiSs\
      q64yykvDyy+1zEknxmK7tLKc0q8Fxii6r4OM/kijII1kFKSRvlpBvuU6oiP39qt6t9Te581nIMiUkkLkYmNb+9AITbXFOXUCAIRzi1Wgmoi/1e\
      UsdMn7ByRPr2xrU3m6wpw7j+Nsqx/R81EFdUVwHMdx7OM8aWDX5IU28fxVzrrWeRbz4sy8/yfinHT5hNbkBgnDiks4jptc0IepynGLdLTsJPsJ\
      gGeWANBWo31hHs4RUV7lklmajBd7AajbwihOROQ98FJK8qVB3iova/KflnF6mV6Edcls6sz296yAaQmTA7M11/NqwLOP3V2FaOpUiyShM7vIfa\
      2NSgsEMJAaTyr485RbKExhpqsgx6Dbm/gdIzXWnlmieh7RX9it0Qo1AlsydGnro2LyqJ7wYrIcW+97uHPAeX3kKKpLXd6jonmUW+SWmsRWgo9u\
      dhkBRzPY7NanVb/DUII0AXBETc++EeLzvOxcJt3ITczxcug4T3md1Um2uE1peFSJmc+8sgXp4+u11zguVIFUJ0f5gCXBl7714Lg+wQtkabz6x5\
      zKiNSStyT/utpxnGOjW4q61FAuB3Am2g88OjH3LwFyJHFE31htxcRxe7hT2HPkgZq7P+Lh6MPMcG7K5s03N+m+u6dTxe3trvAcb51rjU2f/26+\
      5pt2CujQ+rr2tt3ObXe0TsmLebQeHVPuAcCFfqXNxQXvrwIOH9VaF9CWnkkHKOpSQxWsZiXNciivrV3beu+pJsTsfky8p8frdzCoIJuTsEem98\
      v56arfo18Yj06uRODIWusfsjn+TpcTqyoooSDu4psxs6k6d07TTbuZ7Y2qPkzrKXDnWmFWzcXeHAC0PAsAflviHogOXjtdNwlr2vCiXNQddHhO\
      dkidCSdR1KWGzPcf9Dy6n3EhRXEcx1VDC1Vd9L+pp+uKisbPtSqnx+vvbLgDhtSOv/vQTzhHjpSxr2TywpU8lfZmhJTJg0PdYP5Ws+/0NfZT7m\
      KzdtpmgSlryFeRmXf5VCKiG5UtyuwR5EncajE8d5KEH9iq7jDgKWuI2gJo+lRRl24krksmzhg+01PApmaY1rrUxO3RzqLCOTIGNXRoVygAnBXM\
      kRHcFoF0n6K9Lh/Bzh8bWHrNN2GPnx6ODuwQfOSSoJgZLsBk2NS92jKrOEXD57b8d4wzAFS6nvGgHTXgM63rOXPRz3P38ANb3XgBC7y6gLaxIR\
      Fuirp0IzeesiNLI1COiIiY41ZLEiVfbKxXPwp5caKqPuXWExHVFQytiWrOHRaFA8yjKhZExLjBOy0JT3/3s0kb8IZWrib+5jiNQ6vboFk/pcBT\
      YqWlsXUPYszloS9Tjs4CDtcDgJocx3HsZj4CB3BaY/DqHgQA57XpYxR1/WeUzVxZNxKELLvQJX1qlagVZEns/VZ72ZQLzxsCwAWVy/kW8KjMd8\
      xODDRPELZsRdnx24cuGueopf4gk90dzk2rnV5/PnZLywOAmkfsZxX6aoF9u+Xfa68LgN3KNt2jpeX/Kxm+LgkkvilSKHUT0RHRVoNUZ27kVb+H\
      vzDLpyrCYz87Snd951jhaAur22zkkA7xRVGjzAO1Z5t+5CVPRX7S65GGrEEOc2m15LhB6ipUmokqN9Mft4YvG97VRb91pIBARIchqmePzOHMC4\
      lTDAAqFSijzX6ZdaJ1eIEFSXRGmLIuH2vM5ZSUy3zLjhq69wfRoSOGqUu7svNvBFkXgEsLINvwgswnQqDd+Zln4koMaKGpL1vI01pa7tdjIEh7\
      qDk5qNyieGfJwKfwD7ljp4mrXDmghYHqKlxaNDWsxJ+5lysXwqmm+YV6VN+TEvSMDzzTtcYA7TEH0ycC4JrrUJndBMOlUNOrLjeDRlDY7wOAj3\
      qUXHhj4+fpxpIGbQs2OhF1p7qbXunXIwuVJkwwSkZFf8s3uWigv36gtu6aWYzBV5+OZo19WrLQKjcK8iuhrzRm51gplylGQX4Kmu70WIRl1msq\
      2OJys4jXAha56OG74bIl4zKcx+3M4Vh/RFK3Fbe2/KNHszJa1BTvsnleRPhR/OHhIsiE05xLYNy6r/2GiGs/YCVoE4X6+gs2e9oEYoJuR08Os2\
      7zuO/PfMvOf0Iz/GKEUPcmgvzxj32PvK+wloFCxl6tbzNHkPl6RzbqMNBlX6KfxunTrIyWHfMEUFxpoeHr7zKvwn3uCEIE4lm7ymu/BaIABKeD\
      AmRY67QlldisAtblaLxOB929N3220M3vqeLy65wjY3z2BTSe2PP/2dCaPtrXrv4VrYYRZdjWZfOr+UKqcDIlpJ7ipdzfhQcVWfRNMW/hKa7dVO\
      5mmfE9Y2mws4VPw+XKrYznFP9PgAGgUcJn1ht6xnGciX2pLtuz+XdcDgAZXCulIEds2/66RmNtIaXXSO4Bz/l+cLV8obeU2H9OMgOpp82ZlmsK\
      EYqCU5xg+o8Sbp+JqDLsTFzWq/ChY7+EHkdJT7d3qR7BQ6alsj0yZ+2Eag6zbDfrWuP8uOkaoObWc7baqudiaE3AjyciCg2i9ZWGXb8rUFCyR8\
      fgW9mEUhNAZusHFbdHZb0+/SNvH5U8RtABBoAMST2IUh6t8L31rapPVo1ewAryfbY/YFritY5VvpiyzFYDJA8nY7m6CuKAgRu3+vajdYUGnXkR\
      2ptjoZxV0p8ZYN29Gpc6uZoVq7/kty9iErQuPfhm2Qeq7C5ta86LZQTpLnkG5L5kYqJPHQDW3VZb3+DmbTVCsnAyNVxsJzLtVbrW+rzCgtZKuv\
      vW28S44ne97+/KNGEn5kq/MIXGfhp4YTWzk5h8b0Tf+1xLGGP9inEWmv5OS+2Oq4mI3WT3VjMU94vVBwEkpnTHVkR/4mghQUnWbYjWMFHSVNfs\
      NSmyYVkTERWVik7fVUTXVTEINFJcvZ7QU8XB8h9RQck1jVpaRFC6YrYAUdov3jZ1L7BF15mNyx1l9pcobOtj0WVEdFYawkKn61oFbFCFkzFcRP\
      QdBBnYNmMXUZJV50KCVsug1jzoNr4jVpBSUdj/5ypI2UgykIjy4MMT5G2TUEaQaumo7RBaarpCCPerkUv0vFG3EBbqcTVlNvc8X64+EOyLaOSS\
      RUS9eWcsGxSq7ZRJRD0kkSqov+lTIqWyk2+PHPk5QipBxjI9knqa3FUK0kRtaJrcoC5CTm9cZYKE7/+yE0CbqlrXtLDOl+uFtQ1TzctTseYcx2\
      3I2lQo0JMLcRYcx23OUfliE7bk+nMcE/VUPuPCFzI1Rj1FD9k2kVPgJw/CNMk4vkHgEhERNWHKrm81dMnoEWsF6Q4zB46sgJy+87wEEICXvZe7\
      5se19UxX9ptYpzAnrS0cSPQDa8S5D0MwOuMLU3YS/4dW/GufwQfOa7a1njFdSUttjwnh/5VII5JFrPrxIaLrxVfly3XCvCx7LnpuMRvZUNtemZ\
      TUkFCOhxK6qEhx7Gf5gQRDa3pZVNzxIevNmWFjP/OhVabspD1e6Yty2fyhlT7YVtU8R57YR7RWtL3soYVCNRwYwkLbvI7ly/XGwVugwh5Gf8WP\
      QYUA/aOCFDl5D2KoLBpfTn8SET0PkF8NFOosyg/gX0GGFKScKr0iRpA0BdqUHTWUV68HCQSpgGwAyHMUi7iGQ7groiMuy7uTt31aoUJ2cqiFJE\
      IsSEpdVNfRvHjD5XFfgiA5m5Kdt2WTQJDJrgpBFr73o8WR18U+21knu8H4lvgqqPAdy34Y+S7xdI/Tn+fz1571lbixCr9HPqyUCQDHm3yGT9/q\
      qNOUQUZB6kiXxt6UlhvQUQIjfdmCNNLXMUca6VMK8hcPsT8ytXIHdk8mzrm4C1zxYUVK7zhWlIEmcGGxXCs9mvLEc7wY3Gwr0JJy25eomMAgOV\
      xdDOUE2WyXON38DN/2mbKOIwprCFQk0QlMFCxeclu1y2KRm95nX5TeyUCNZ5+tYfs7A43HccaCojs98VojWlQ5hQsWs326ZU2tncqHslGHhoDd\
      LHfA5cbnly2bMorujq6yvnDqxn/8bJH/3a0zJ5Ywcx3I+GV2STaoYYwu1obNhpVd0+QMy3Lbx2vPc46p60/8Sdbl2C/VkWj6ED2amlq3Yooa+D\
      fLcFaQSdMr21oGjHjP980aEFJDH/9X0ca69ja65vhBBizEViIiuqvaJqsv1NZU5ly9YNJWk7mEugIAOjLYRstLYoHX/UaQp2ti0NzirIe1//D3\
      ra1/JS2CzCiy90OVdfp8dIlVOuSJwAPSw2yPfCo/6sbhtMooZEBIDd2SH1AytOIAMrggo1z8U4korZRLtGa7l/+l9CeNwW5E/91dFNvQv24qC5\
      xzjaD+XfSRx6nS9sNy9Ro+YgMnCqEHTrvZoTW9DKoeTky71BqOiqPQDAnRq+AXslG0oSLJXrwXqh5OjDtRH85phhck7cBQIhouO6uSZwy1qcHv\
      DTuxnihpNp/rSyYQrUD1dCKivB5QjN+GhOiBa7GnRPSutJ3CpDxdxpXTzUL5Gg0pSOrGhVE4111NEAcvqH8jDlOYS6sNvHP8cve1dJeWX86ofI\
      UOeVjX2EmpY7zNS86UhSxkzCwvdev8gBmTZ5S1cGyvEQJRI8inzEhTRaohQ0JED9w8HtFbf3vl9FMN4USU07XSDdM6hSHIOPfi73w94oQuhei5\
      nDSVEaR/MJsvQibtKZ8cWlwdANCXiChTlgWIn0Ejq4EsiO6RBghERS0UwSsVFZm5DAkR0SMPtyN+DleU1w4WOUTZnSp/pDKmqYUgSDoEFxxS4x\
      v6BtcZQfoUZ7TmG11OxyYe87NK+tQQJLPfpN9pjotENAsBB2Ojd/TjtWs+Wl5NjZ5v2k4DBH44WSM8k/0wJERE9MQTjtdUl5ZFibI7Vo0jaogX\
      hSFI6od+6px8jXGDEeRhB4eVotlmj8iBWvjQr0REyZLRRFRB+kL4/8ru2UREvS1z8odMALsExXbDj7CX/TAkBACmEpjyki66f8zN7vzquCMQBw\
      uFhUkWYZyrMhrqDQGohVpi28eHOSctmeAlNH/Sewg/e+v6eo4mXHu8/+TQLI7jONucZwCeVvAVOZAizTiO4zakf8wfMgECM+WJ46Lvuclz5RkS\
      AvAsOPOIfSOVzax+7vHO7487ANH3bOUhW3aQHdr7QSV/vSG1NJ/jXMfQGEH+uyKLF61SZXqd2/dcAgHgJSD9RJCc0iA8rlZmfVP8yMofMgFC8K\
      vsanRuB2WEmeEg4HFwXnizcKfGyn12w0zbRx+zBzA6t6U8d1BZyDbzHoIy7aneUH5kXWPtJBFYD6pMvqtdT8Tl0D7+vz8JtAkzFFFGQKk7EcI2\
      lvKTLz69NEBEaQGocTQ5/XI71drPkBA9cPOSLT9UamsNlN0dmX65HSwVS8vcEhjwMO3lNImlMtBYb0huVtESCLMRh0fuS3jfFap4+lKelzPj9n\
      vzyxYyVNrzcmbs1iKwmPciI/JEz91ENAtlD31klZ25aHshIeXOrL4aIBDRE4U1RmW5MyQUESyLQY9soJDaThd5z7BSHQIfJpssOd5T6g3pKshm\
      AOCh+gB+BQB045f9JFDx/fKta1uJKKO2ePnRVPbvxhogua21krW01E/vGJOp4SAh5fhsplPN7KUlh/D1s1td3CROzZmNQ3pDOgryYRs7j068Mw\
      cyx3tblPn9Ir9sIUNZU0paeAyIppf9vS08v9mcSUSUPrWMhUcXZvWfvbiKlV3QuNcaoP8kQuBFCaMjWCNd/e687ZcQIWCUo7YXlLjHGOrx5dNj\
      J3enusbgK2PwlZGMgjSSUZBGMgrSSCJB/sM1Eyg9Xl6Yx+1Urfy81CV2Ex9ZOoETnIep/qTWtFrWl3OO/cpgs+yavpnUiY+8Kt5N3U07FRdkhZ\
      7MjWOBzCZ245OqbONDUVw7Nel+dKCoUi3z1MD9XQXZLRdxP7BABtcAg7hbgnKpFevwE1ZtUrPl/wg3GQEOegkyut/yl4s0L2zCjs0Wo6IjS88u\
      3bT4nA53tdpj2bzE6ir8N5Q7OXxkg9Uj+FzeYadmiMtOO3fCmwEuLty0go1iPhL92tzLqrVBvnS3E+Jj1YAlu4+xDrG7/9uwXYfTFijU9JB14X\
      RJIsprPooeqDn/kg18cz4ghERHliZ476AdPglaA4XSQ706upSK1R5RdMdlj8gJ6yI4fiOxxN+0u7h+p7zqRE/d/xJCYY6CqMn0cr9TmNt7rXVN\
      LhsjsBMeN1Ar/5t15MFGVueaVD5l8ZnON0ebmH6iO23qZajthiYAMn8rJ3Xq8JCZZUTQQW6vSBz6Qqg31vMbXBzJThYby1gEbOVzxQ4pZu41OK\
      awIAAYxfVhZvT+nhZlN91t/0Q1c4tPYdUXCuMWAgCqFWMSQK8sKS3Py1KqluteSFFTjuM4HxW0t54z73hMALrFaBEdgGiU0xtKC5JZlW7yx5ie\
      AMDxtnok+AMA/OILByIiopEI5V29kx3J4DpCBak581FfKM+/DBHRLX4Y3UZ0BCA/RTBfrgiF6uOthE7KEt6ophkTYGl4y6up0fNTeEqkGsiQNP\
      9WhZNJH8fQEj64bXFU/HT6QwXMeVr9SsrVGs9nFA4EAJhH6/nqb2T1K6k3XKJbF8pTc4Mengfwp6Q/H90zJ+rDQsnPGZq4ZiXUuZF6qz52qrTu\
      U7QolhRHWsp7pC4xWobtkYGWr4ko08mb/2mOJiIqEaiCylhFElGktV/hQGqOL/OyfEc5vZvatSqUHkkfpX2I0hw6MMrOACKioTimicvXOpqIPt\
      jwEreHccvY0cVEtxgtw9KzCsUAmJd9x9e06gGAT4oKeFnBDYBbUAQVCqSGost75HRP2F/tSuEMRE6dtydiZwKbTqyJ7M8LTVzvKhYFUKQyL5Vw\
      4z3/c+SGssqOLjFahh5l5IMBH5MCAmcMl19Bg0Bu/CFCDtlkhmCXRcaHPN77IQBIZ16ZnhAGp23Bn/7azvAVc5nmAACyk1XtOtM7TqS16hSjZV\
      Aqdfs9gKhbJTWeqOt7OwpA9C0frlAgNVprjRttHLZIom8VVRkuiyACQATfgKU3hJpBqx+fHcg2IUz2p4QmLv+77wFE3i6matcUkyNJtIwVZK/n\
      HS4mpt6d3U+FqoEMSV3T215JvdYutatGrnZpHa6n3Wif2q5wIDU0MuHGiKwb7VN5OZQCMOFR2oX2/IFCbwgYfONHaR/2nmvnfohZ9LtTPU1cIe\
      kdrqVdb5/Gy0qdlZeSlSew7OgSo2VYZSdddtB3pVSRiaOxt3jJEFc4kBqaJMuG4MoPcqoGALX8ahgCohQ79BZYdkIEyw91XCmyod/7gwqSK9vj\
      mY2uOsRoGVaQlDSquFmxnxNJoyDpw2BPicfAaCokSERv7G7+FWDm1of/IuhVa2uH3vF85VN/iKg/LghNdEt8zQO3kEYu+jjUS+I+gNlw9E9zD1\
      O+II2hHjzPxIk2hX2L6hl3dDDRCbmM/siCkXVhyzF70dXehuISkjGx2Kejocth389AXMYe+V8SV3qnk6G4RKWMc+TXQcYeaRSkkT5TQW7gZhnf\
      x9cgyE1hBXU/pgzxkJb8KV4b28oAaeml2uZiE+fv0o3i+Bek8s/58JJryYRzU0vATzsAQEstXLIAyTHaMjcx2Yz+LcVZYKOeRReYiJKFXcXhLy\
      HzlSJzC/9waZ0E+QauJ9Oe1IbmDI9PJV5n0sM9TO5rackZc69cgz3WUqCBXgVzfwTQO+vLEeTCiUJBVn5c0DqOYhYRreMddqGOxmEXER3EKG3V\
      9RInoNGbgpw7cM/0KJfaRjIOoywbJXwpgrxs1kMZISCjh9JSvAH3dQ9Hx3av8oooY1xauK2UeSw8VcFd6SgJ4BFUeVjUhZOFW7cB0MzqlKbqAa\
      AXNvAvIxQHUKsOSJvh+M0dAAe4ATy+EAtZ0EaspSrU5sat0OGCQ17lTW57THVxsVmi8P+58X+3R+O9qbkap6OLTRMApLU+ZrAJLvfChMoPZD+j\
      A0eHZ+fLmJfJXCZ0KfG7co68PeY1EY39gx9O5gYAlc7iidKHUcf0KRFdxgR+wqY9OW8WmQeQxkiVIrJDFavZaapelmrQhp9d9qXSBKqEpgHFMi\
      m3vJSXCPCtqeLkyF6cMiXBD3hEAepG6uRgqfLE0It2lcQx0nl0FYcpT+PQetEuKIaIkupJjxqkV33Y0M0Jknry8OakxuawC1nDBDu/G+gqLTfi\
      eELygep384k4Ah3qzc0mygvgx/L8gPavIxuhUWVeXaYTiaifSQQjyDGA9VXNglRmvMrVVD1RWlEpNoimOnbY/tAZ22gDk9hhMbbJf+3FHIW/0z\
      GYaAGbjU5xl2+k8jinS3bV4tW9VjXjKAtdsqsmc2umNpEe+7dCzLsyuboJXEO38dqSvGeAFxA07pwi9C1BZbKzf5OvIInqVSA605VfvZ91HNFd\
      KN8MEVETP6JEq2ZMCrU9v3JAxUcFFaS66mkZNpp9o0WQFClpkuljx+9IHfFS/us9FEe4bsYWoo9SXnJkfky75Usiolg7/hCVrLsgmYKyutRF5O\
      lGH4vCpMaUq+LsyHdm1ZfASX62amSZrfFJp0YHWbqERvCZon1UmehNAITeuY9NofznelPREQgsgs48rNvzy9iY9j07ZM/M/bA+ol2epuHfQaY+\
      NrIz0Vh9zvygni1PvNMyl7i1PjEm4hdn/nQLF+A49w/gAsVJCWtcOgBOIftj81lwGXLxls8/FDN8hJpJn+P9jwBOfeQSp4qBc77Z1cG2weybaT\
      HrPXiL7fQ2Gf/Y8Q0CnSw3Z53/RmwnqFCEv+2pg/lmrHIVuuy4IqE/PHohcqnxfpeS7T977K+5+r9fjkHfvM3a3twAWuQ6goUSgXjEAQmKULmX\
      p0ItAAzkHfKawRta9/sCgPNRu+qq4cxGk7B4f2UFFUOroi51EXm6kVP05Ym5k6u5hf7NM6sk7RngVeHXhF/OxshDssw+DnKzDBwRlpi8t/pzGR\
      TFcZzV5ShvTrlvgIiou/eu0UzH9nNMJqJ2ylGLiIhaFz2LX9nslBtkM95D3tB6gogSzHhD63hcIKLz/OWHmurzypfIoeyigewAsxLhwnVeMSxl\
      gPbYRzQSQ4mOKEwTEyFbSZUNFI1YKYyyU/mjDnNkcr1dV3H4WI2PImWnvqGUnb+6OsG0tjzHVGIDM9h1WM1XdnhzpM1rDXMkHYUfu1wfiJBXMZ\
      OBQXzFbwv82bXZHjhtTEzYZmmTxRNklZvpj1vDN10JPZOUOJ950c/kgcbqD2AFEY0Ae1zHHoxMZx861g4HGWAugl7ecHS3u/KqGqbLZS23BSzC\
      FZGu0/qI6uLCNwk6CDKltdk4/MIsLS80iSOi1FZHDLYczDk3Lkgugqiyo04KDBKRXus+yudIVa6w9IpuUULLTq5nNbbkc1uRBY8oxYofVUdEiq\
      Q+k/nKTl0ALi0A1UkZUwAA4zRXX6doOhHdwU/st2oNDGeQEUA7VrLOAEw2mwBwkD3YYdW3OlCPdypSdnKHAuiVVSjreTVakhooXd3I8Z3pSbGJ\
      bswyAdeNpjaSEn+NdWLOd+mi1PQVguxT0VxacXkeX5DX2lgFXjzn1IQHriht4b9Uc/Xn5L2piit7VMrB8uaMIF9bBLWQRDEsN+tJPX+n370s6l\
      xV6LEqZT3NAIIkmm8yoZAMM7oJUi3NmZ6PrVU7TZOtLfjLDyHLTAGLoakPDu3BLDKSiL6s4KsHG4Nb5LgvaFjV6A//siMExuXOgmTQhxrGrIQi\
      +qJ65KV9bWsCY5K2GYM4xfYDYxSdcWg1klGQRjIK0kj5KTs5b22dBWjOW1vTBHeLL+IJ3l/3rKyV6XEyYFeKxbLOxfpW5Xse8m4AgC/7Mu49dq\
      prxha8/8Q/8HPskasCIoToqoCIb7sIvCv7bLPR+icGasC9fSY4F3ufrShMobks/KOQaF+DW+NEm5eWmcxjgYG/Llu2j4VelF97fy6zET972bJl\
      86s9YLiGhb7YWI5NiTGs/5MRP35+HzTllPhTZMIt8ecZl9csll26DZ0SON0r2yTdwPdCLiHVsE0oPINGTvFTlON7igUP9awwl0WCRYn0qNlidf\
      WtrsReW94mqriLiQqUJlGW27XPzbJjgp3B/YXC3Rncf/5WNu8jNj9uiIlcMB+Kvz3a9pTFOCGXgJKu/2xfeN/hm/fBMK1/nsHuLl8t8tXOafMr\
      67ROOVakW89/RPUt+pm97rrs5pb02szzSG1gZn/uc+uQEgS3F4HB7bHYW4BFwgaRJswZYWFuI3F0mLeQS0DhjiMLsf2xdhxgz+SYixr5t2h2H+\
      9uur7WXf4H9Q67Fr1r91dTlu9YXBcWaP+/hIjWzKxZ3uvXHkdesaPtpigAQIf/0OL0WRsEjo143WRVEQb640DR2UVezYpp20t2/bpEpil6BvI3\
      O8wfBQA9NglrK73gW/5w4nSlGobnLmN5WtQfy36+vk+LoUkrRjVIWPWq+tZO3zETtexLalbsv5wjP1/6YA2gMxtXXWFew5KvvZvNKCP3i+WV2k\
      /pHqIz5yvOFddmd52d4LcRtWZdQfTAWuD5e2kaR9R2mrCu+0Witbb+3f7rhfhuHl29evWxvm6sT03hAODDQCXeUnY95w5E7xRZ5U74/lD1Z9Ii\
      yHdle/X2Gs+yXCo9pG3tJBb7frCwomGBP7cJZB2gg/t0Kb5Xa+P3+k9t1ouFqgALBcGQ68ta1TzHYp6QFBftPlnKCbW3xqGhc74UQcbYAOjGRz\
      L9iOgKbhGRX6YicOHyW+1VxV68JPKyp1+7LwxDfJsqKvn+3D0BV+rlC9r91Wq1aSonEOSrAc8+dncV7VuYapFUYDX8cxYkHSlr055NHV0slWiG\
      SX+iZK/P28/7UpJHFDpdiyCJiGaXEa6LYLNbEOT6bYZwrgiu13rM2y/GsdzsvhBpHzrs0uyDHV1aLwr5vO1NarRp9XRi7iEBciRpXt96LgVWw7\
      +sgIbUQR5BYXQiwLlPyufd0FemOUQ9ZmrtkX97nFWj5YEZk2VWqh4itlIH//OhNRhvnuJbBnK2JiKytycisnb+4kNo1GvTQkHmTSyrJsYp7her\
      DwVWw/8b70eyjX0yPL9mZwS3cviQel1rMFgf7v4IjjEJPZj2wJ/jmJ0Nzziu+Nn9RbR5Csr1Dq38Y+X/2iAQX2TSxAXjHnt/1X6l1Puehfipfn\
      zK+Tv955adHSOeWDWrOMfoRPz/YqIzUoH8kUYyCtJIRkEayShIIxkFaRTkvyPRQa9qECN9/oIUH/Sq69GvRtKVPoX3I7HXmo4WvW7Za0KMZDQI\
      GOmTDK05dWweAVjFTeKBouNIjfT598hXQd6XpPerVT2lOrf4VGMCgLuBxvdv0DmycDdBeK8JGTW3q+Vm3vnTp2hRT2fjuzf00GrITRBeak4O7T\
      B4eZN7a/khn8GcxNT46g1MBt0EccJy6bp4UVXpfhgkiBV0AoYYM3EYdu+HITdBWHLWNmL16c5r3GMy2YqOIzWSAXrkIy7kzSU3YVa1ox6CVE/7\
      gzpVG8lgWYGjb8+WsrG09jHibyXR130GGLZGDkeSjH3I0D2yKI3xqtF5v0C+C4eyik1kp/3br9xazofMzjr/4RqsPV5j4KtN4zrNOM1DxMeRGs\
      kAc6QhN0G4vhNPthhHFO/tycuWu1526/HGfmQ4gmE3QQypEyoI4H9oVTubiC5I+DtghceRGulfE0dAxn3LMoKdoe8crYRdN/KFQ1mWK+1ebpCl\
      0K6a4GFmHOaMtlYjfba2ViMZBWkkoyD//9H/Acscm7+4Uf0nAAAAAElFTkSuQmCC
      """)
}
