using System.Runtime.InteropServices;
using PriceStream.Web.Requests;

namespace PriceStream.Web.Streaming.Admission;

/// <summary>
/// Admits streams up to the limits, in total and per address. Check and admission are one atomic step, so the limits hold however many
/// clients connect at once.
/// </summary>
public sealed class StreamAdmission(SseOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<ClientAddress, int> byAddress = [];
    private int clients;

    /// <summary>Streams open now.</summary>
    public int Clients => Volatile.Read(ref clients);

    /// <summary>The number of addresses with an open stream.</summary>
    public int Addresses
    {
        get
        {
            lock (gate)
            {
                return byAddress.Count;
            }
        }
    }

    /// <summary>The addresses with the most open streams, and how many each has.</summary>
    public IReadOnlyList<KeyValuePair<ClientAddress, int>> Busiest(int count)
    {
        lock (gate)
        {
            return [.. byAddress.OrderByDescending(address => address.Value).Take(count)];
        }
    }

    /// <summary>Null when the stream is admitted (call <see cref="Leave"/> when it ends), otherwise the limit: full or address.</summary>
    public string? TryEnter(ClientAddress address)
    {
        lock (gate)
        {
            if (clients >= options.MaxClients)
            {
                return "full";
            }

            ref var clientsOfAddress = ref CollectionsMarshal.GetValueRefOrAddDefault(byAddress, address, out _);
            if (clientsOfAddress >= options.MaxClientsPerAddress)
            {
                return "address";
            }

            clientsOfAddress++;
            clients++;
            return null;
        }
    }

    public void Leave(ClientAddress address)
    {
        lock (gate)
        {
            clients--;
            if (--CollectionsMarshal.GetValueRefOrNullRef(byAddress, address) == 0)
            {
                byAddress.Remove(address);
            }
        }
    }
}
