using System.Reflection;
using System.Xml;
using Microsoft.AspNetCore.Http.Metadata;
using PriceStream.Web.Exports;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Market.Feeds;

/// <summary>
/// Sends a feed, unless the reader has it already. A feed has at most as many entries as a list, so it is written in memory.
/// </summary>
public sealed class AtomResult(AtomFeed feed) : IResult, IEndpointMetadataProvider
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string MediaType = "application/atom+xml";
    private const string Author = "PriceStream";

    private static readonly XmlWriterSettings Format = new() { Encoding = new System.Text.UTF8Encoding(false), Indent = true };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = Write(path => PublicAddress.Of(httpContext.Request, path));
        if (!ConditionalRequests.AnswersUnchanged(httpContext, ContentTag.Of(body)))
        {
            httpContext.Response.ContentType = MediaType + "; charset=utf-8";
            await httpContext.Response.BodyWriter.WriteAsync(body, httpContext.RequestAborted);
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => ExportMetadata.Add(builder, MediaType);

    private byte[] Write(Func<string, string> address)
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, Format))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteElementString("id", feed.Id);
            xml.WriteElementString("title", TextOf(feed.Title));
            xml.WriteElementString("updated", TimeType.Text(feed.Updated));
            xml.WriteStartElement("author");
            xml.WriteElementString("name", Author);
            xml.WriteEndElement();
            WriteLink(xml, "self", MediaType, address(feed.Self));
            WriteLink(xml, "alternate", "text/html", address(feed.Page));
            WriteLink(xml, "license", type: null, DataLicence.Address);
            foreach (var entry in feed.Entries)
            {
                WriteEntry(xml, entry, address);
            }

            xml.WriteEndElement();
        }

        return output.ToArray();
    }

    private static void WriteEntry(XmlWriter xml, AtomEntry entry, Func<string, string> address)
    {
        xml.WriteStartElement("entry");
        xml.WriteElementString("id", entry.Id);
        xml.WriteElementString("title", TextOf(entry.Title));
        xml.WriteElementString("updated", TimeType.Text(entry.Updated));
        WriteLink(xml, "alternate", "text/html", address(entry.Page));
        xml.WriteElementString("content", TextOf(entry.Content));
        xml.WriteEndElement();
    }

    private static void WriteLink(XmlWriter xml, string relation, string? type, string address)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", relation);
        if (type is not null)
        {
            xml.WriteAttributeString("type", type);
        }

        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    // XML has no form for some characters, such as controls, and the writer throws on them.
    private static string TextOf(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value)));
}
