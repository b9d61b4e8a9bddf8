using System.Buffers;

namespace PriceStream.Web.Prices;

/// <summary>
/// Writes the HTML that patches a page's price cells, as UTF-8 without a line break. The room that renders pages registers it.
/// </summary>
public delegate void PriceFragmentWriter(IBufferWriter<byte> output, Price price);
