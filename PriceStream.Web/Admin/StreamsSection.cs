using static PriceStream.Web.Admin.AdminText;
using PriceStream.Web.Requests;
using PriceStream.Web.Streaming;
using PriceStream.Web.Streaming.Admission;

namespace PriceStream.Web.Admin;

/// <summary>How many streams are open, how many were refused and why, and which addresses have the most.</summary>
public sealed class StreamsSection(StreamAdmission admission, StreamHub hub, StreamMetrics metrics, SseOptions options)
{
    private const int BusiestAddresses = 10;

    /// <summary>The addresses with the most open streams, and how many each has.</summary>
    public IReadOnlyList<KeyValuePair<ClientAddress, int>> Addresses => admission.Busiest(BusiestAddresses);

    public IReadOnlyList<AdminFact> Facts()
    {
        var clients = admission.Clients;
        var refusals = Refusals();
        return
        [
            new("Open now", $"{Number(clients)} of at most {Number(options.MaxClients)}", clients >= options.MaxClients),
            new("Addresses", $"{Number(admission.Addresses)}, each with at most {Number(options.MaxClientsPerAddress)} streams"),
            new("Admitted since the start", Number(metrics.Connects)),
            new("Refused", refusals ?? "none", refusals is not null),
            new("Disconnected because they read nothing", Number(metrics.Cut)),
            new("New streams are", State(), hub.Draining),
        ];
    }

    private string? Refusals()
    {
        var reasons = metrics.RefusalsByReason.Where(reason => reason.Value > 0).OrderBy(reason => reason.Key, StringComparer.Ordinal);
        var text = string.Join(", ", reasons.Select(reason => $"{Number(reason.Value)} {reason.Key}"));
        return text.Length > 0 ? text : null;
    }

    private string State()
    {
        if (hub.Draining)
        {
            return "refused: draining";
        }

        return options.Enabled ? "accepted" : "refused: switched off";
    }
}
